import { startRealGateway, type RealGateway } from '../gateway/real-gateway.ts'
import { startAnthropic } from '../stand-ins/anthropic.ts'
import { startOpenAiLike } from '../stand-ins/openai-like.ts'
import { openEvents, sendJson, startStandIn, type StandIn } from '../stand-ins/stand-in.ts'
import { test as base } from './chat-fixture.ts'
import { startTapRelay, type TapRelay } from './tap-relay.ts'

export { expect } from './chat-fixture.ts'

/** Canaries: none of these may turn up in anything that a browser gets. */
export const keys = {
  ANTHROPIC_API_KEY: 'sk-ant-canary-4f1b7c',
  OPENAI_API_KEY: 'sk-canary-9d02e8',
  GROQ_API_KEY: 'gsk_canary_71ac35',
  OPENROUTER_API_KEY: 'sk-or-canary-c6e894',
}

const signs = ['ä', '界', 'é', '🎫']
/** The answer of both providers. Half of it comes before a connection that is cut is held. */
export const words = Array.from({ length: 24 }, (_, index) => `wort${index} ${signs[index % 4]}`)

/** With this in the last question Groq refuses at once, before any words. */
export const downMark = '[[down]]'

type Providers = Readonly<Record<'aws' | 'openai' | 'groq' | 'openrouter', StandIn>>

/** The whole product with Portkey's own gateway behind it, and behind that providers on loopback. */
export const test = base.extend<{ tap: TapRelay }, { providers: Providers; gateway: RealGateway }>({
  providers: [
    // Playwright wants to read here what a fixture needs.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const pieces = words.map((word) => `${word} `)
      const providers = {
        aws: await startAnthropic({ pieces, key: keys.ANTHROPIC_API_KEY }),
        openai: await startOpenAiLike({ flavour: 'openai', pieces, key: keys.OPENAI_API_KEY }),
        groq: await startFailing(),
        openrouter: await startOpenAiLike({
          flavour: 'openrouter',
          pieces,
          key: keys.OPENROUTER_API_KEY,
        }),
      }
      await use(providers)
      await Promise.all(Object.values(providers).map((provider) => provider.close()))
    },
    { scope: 'worker' },
  ],
  gateway: [
    // Playwright wants to read here what a fixture needs.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const gateway = await startRealGateway()
      await use(gateway)
      await gateway.stop()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  chatEnv: [
    async ({ providers, gateway }, use) =>
      use({
        ...keys,
        PORTKEY_BASE_URL: `${gateway.url}/v1`,
        ANTHROPIC_BASE_URL: `${providers.aws.url}/v1`,
        OPENAI_BASE_URL: `${providers.openai.url}/v1`,
        GROQ_BASE_URL: `${providers.groq.url}/v1`,
        OPENROUTER_BASE_URL: `${providers.openrouter.url}/api`,
      }),
    { scope: 'worker' },
  ],
  tap: async ({ desk }, use) => {
    const tap = await startTapRelay(desk.url)
    await use(tap)
    tap.close()
  },
  baseURL: async ({ tap }, use) => use(tap.url),
})

/** A provider in Groq's format that says three words and then reports an error in its stream. */
function startFailing(): Promise<StandIn> {
  return startStandIn((request, response) => {
    const messages = JSON.stringify(request.body['messages'])
    if (messages.lastIndexOf(downMark) > messages.lastIndexOf('"role"')) {
      return sendJson(response, 503, { error: { message: 'Out of service', type: 'server_error' } })
    }
    const head = {
      id: 'chatcmpl-stand-in',
      object: 'chat.completion.chunk',
      created: 1_700_000_000,
    }
    const chunk = (content: string): string =>
      frame({
        ...head,
        model: request.body['model'],
        choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }],
      })
    openEvents(response)
    for (const word of ['three', ' good', ' words']) response.write(chunk(word))
    response.end(frame({ error: { message: `Broken, with ${keys.GROQ_API_KEY}`, type: 'server' } }))
  })
}

function frame(payload: object): string {
  return `data: ${JSON.stringify(payload)}\n\n`
}
