import { resolveRoute, upstreamModelId, type Route } from '@askdesk/providers'
import { afterAll, beforeAll, expect } from 'vitest'
import { startAnthropic } from '../stand-ins/anthropic.ts'
import { startOpenAiLike } from '../stand-ins/openai-like.ts'
import type { StandIn } from '../stand-ins/stand-in.ts'
import { startProxyProcess, type ProxyProcess } from './proxy-process.ts'
import { startRealGateway, type RealGateway } from './real-gateway.ts'
import { catalogueFile, testCatalogue } from '../catalogue-file.ts'

const pieces = ['Grüß', ' Gott', ', 世界 🎫', '\n\n- all', ' of it', '.']
/** The answer of every stand-in. */
export const text = pieces.join('')

/** Canaries: none of these may turn up in anything that a client gets. */
export const keys = {
  aws: 'sk-ant-canary-4f1b7c',
  openai: 'sk-canary-9d02e8',
  groq: 'gsk_canary_71ac35',
  openrouter: 'sk-or-canary-c6e894',
}
export type Provider = keyof typeof keys

/** The eleven models of the first request for this product, and each provider's Auto. */
export const choices: readonly (readonly [Provider, string])[] = [
  ['aws', 'claude-3-haiku'],
  ['aws', 'claude-3-5-sonnet'],
  ['aws', 'auto'],
  ['openai', 'gpt-4o-mini'],
  ['openai', 'gpt-4.1-mini'],
  ['openai', 'gpt-4.1'],
  ['openai', 'auto'],
  ['groq', 'llama-3.1-70b'],
  ['groq', 'llama-3.1-8b'],
  ['groq', 'mixtral-8x7b'],
  ['groq', 'auto'],
  ['openrouter', 'auto'],
  ['openrouter', 'gemini-pro-1.5'],
  ['openrouter', 'llama-3.1-70b'],
]

const portkeyNames: Record<Provider, string> = {
  aws: 'anthropic',
  openai: 'openai',
  groq: 'groq',
  openrouter: 'openrouter',
}

export type Rig = {
  readonly standIns: Readonly<Record<Provider, StandIn>>
  readonly gateway: RealGateway
  readonly proxy: ProxyProcess
  /** The base that each provider's custom host has. */
  readonly bases: Readonly<Record<Provider, string>>
}

/** Our proxy, Portkey's own gateway behind it, and behind that a stand-in for each provider. */
export function useRig(): () => Rig {
  let rig: Rig | undefined
  beforeAll(async () => {
    const standIns = {
      aws: await startAnthropic({ pieces, key: keys.aws }),
      openai: await startOpenAiLike({ flavour: 'openai', pieces, key: keys.openai }),
      groq: await startOpenAiLike({ flavour: 'groq', pieces, key: keys.groq }),
      openrouter: await startOpenAiLike({ flavour: 'openrouter', pieces, key: keys.openrouter }),
    }
    const bases = {
      aws: `${standIns.aws.url}/v1`,
      openai: `${standIns.openai.url}/v1`,
      groq: `${standIns.groq.url}/v1`,
      openrouter: `${standIns.openrouter.url}/api`,
    }
    const gateway = await startRealGateway()
    const proxy = await startProxyProcess({
      PORTKEY_BASE_URL: `${gateway.url}/v1`,
      CATALOGUE_FILE: catalogueFile,
      ANTHROPIC_API_KEY: keys.aws,
      OPENAI_API_KEY: keys.openai,
      GROQ_API_KEY: keys.groq,
      OPENROUTER_API_KEY: keys.openrouter,
      ANTHROPIC_BASE_URL: bases.aws,
      OPENAI_BASE_URL: bases.openai,
      GROQ_BASE_URL: bases.groq,
      OPENROUTER_BASE_URL: bases.openrouter,
    })
    rig = { standIns, gateway, proxy, bases }
  })
  afterAll(async () => {
    await rig?.proxy.stop()
    await rig?.gateway.stop()
    await Promise.all(Object.values(rig?.standIns ?? {}).map((standIn) => standIn.close()))
  })
  return () => {
    if (!rig) throw new Error('The rig runs only inside tests.')
    return rig
  }
}

/** Where a choice must go, by the catalogue. */
export function routeOf(provider: Provider, model: string): Route & { readonly upstream: string } {
  const result = resolveRoute(testCatalogue(), provider, model, new Date())
  if (!result.ok) throw new Error(result.message)
  const { route } = result
  return { ...route, upstream: upstreamModelId(route.model, portkeyNames[provider]) }
}

/** The key of the last request that a provider saw; Anthropic has a header of its own for it. */
export function lastKey(provider: Provider, standIn: StandIn): unknown {
  const { headers } = standIn.requests().at(-1) ?? {}
  return provider === 'aws'
    ? headers?.['x-api-key']
    : headers?.authorization?.replace('Bearer ', '')
}

export type Event = { readonly name: string; readonly data: string }

/** The events of a body whose lines end with LF. */
export function eventsOf(body: string): Event[] {
  return body
    .split('\n\n')
    .map((block) => ({
      name: valuesOf(block, 'event')[0] ?? 'message',
      data: valuesOf(block, 'data').join('\n'),
    }))
    .filter((event) => event.data !== '')
}

function valuesOf(block: string, field: string): string[] {
  return block
    .split('\n')
    .filter((line) => line.startsWith(`${field}: `))
    .map((line) => line.slice(field.length + 2))
}

/** The text of a reply in OpenAI's chunks. */
export function textIn(events: readonly Event[]): string {
  return events
    .filter((event) => event.name === 'message' && event.data !== '[DONE]')
    .map((event) => JSON.parse(event.data).choices?.[0]?.delta?.content ?? '')
    .join('')
}

/** An answer's body, and everything that a client can see of it as one text. */
export async function readAnswer(answer: Response): Promise<{ all: string; body: string }> {
  const body = await answer.text()
  const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
  return { all: `${headers}\n\n${body}`, body }
}

/** Neither a key, nor one of the gateway's headers, nor a provider's cookie. */
export function expectNoSecrets(all: string): void {
  for (const key of Object.values(keys)) expect(all).not.toContain(key)
  expect(all.toLowerCase()).not.toContain('x-portkey-')
  expect(all).not.toContain('__cf_bm')
}
