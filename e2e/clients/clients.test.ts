import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { buildGateway, type Gateway } from '../../apps/demo-gateway/src/server.ts'
import { startProxy, type Proxy } from '../proxy/harness.ts'
import type { Ask, Client, Failure } from './client.ts'
import { langchain } from './langchain.ts'
import { openaiSdk } from './openai-sdk.ts'
import { portkeySdk } from './portkey-sdk.ts'
import { vercelAi } from './vercel-ai.ts'

const clients = [openaiSdk, vercelAi, langchain, portkeySdk].map(
  (client) => [client.name, client] as const,
)
const models = ['aws/auto', 'openai/gpt-4.1', 'groq/auto', 'openrouter/auto']
const question = 'Summarise the ticket, please. Größe 🎫 世界'

let gateway: Gateway
let gatewayUrl: string
let proxy: Proxy

beforeAll(async () => {
  gateway = buildGateway({ pace: 0, record: true })
  gatewayUrl = await gateway.listen({ host: '127.0.0.1', port: 0 })
  proxy = await startProxy(gatewayUrl, { RATE_LIMIT_PER_MINUTE: '0' })
})
afterAll(async () => {
  await proxy.close()
  await gateway.close()
})

const ask = (fields: Partial<Ask> = {}): Ask => ({
  baseUrl: `${proxy.url}/v1`,
  model: 'openai/gpt-4.1',
  prompt: question,
  stream: true,
  ...fields,
})
const textSchema = z.object({
  choices: z.tuple([z.object({ message: z.object({ content: z.string() }) })]),
})
const playing = (script: string) => `Hello [[demo: ${script}]]`

/** The words of a script as the gateway itself says them. */
async function textOf(prompt: string, model = 'openai/gpt-4.1'): Promise<string> {
  const [provider = ''] = model.split('/')
  const answer = await fetch(`${gatewayUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-portkey-provider': provider === 'aws' ? 'anthropic' : provider,
    },
    body: JSON.stringify({
      model,
      max_tokens: 4096,
      messages: [{ role: 'user', content: prompt }],
    }),
  })
  return textSchema.parse(await answer.json()).choices[0].message.content
}

async function failure(client: Client, fields: Partial<Ask>): Promise<Failure> {
  return client.ask(ask(fields)).then(
    (answer) => {
      throw new Error(`It did not fail: ${JSON.stringify(answer)}`)
    },
    (error: unknown) => client.failureOf(error),
  )
}

describe.each(clients)('%s, with only its base URL changed', (_name, client) => {
  describe.each([
    ['streamed', true],
    ['not streamed', false],
  ])('%s', (_mode, stream) => {
    test.each(models)('gets the text of %s, equal to the byte, and its usage', async (model) => {
      const answer = await client.ask(ask({ model, stream }))
      expect(answer.text).toBe(await textOf(question, model))
      expect(answer.totalTokens).toBeGreaterThan(0)
    })

    test.each(models)('gets the tool call of %s', async (model) => {
      const prompt = playing('tools')
      const { calls } = await client.ask(ask({ model, stream, prompt, withTool: true }))
      expect(calls).toEqual([{ name: 'get_ticket', input: { id: 'T-42' } }])
      const { body } = gateway.requests().at(-1) ?? {}
      expect(body).toMatchObject({ tools: [{ function: { name: 'get_ticket' } }] })
    })

    test.each([
      ['429', 429, /limiting how often/],
      ['401', 502, /refused the key/],
      ['400-context', 400, /too long/],
      ['503', 503, /overloaded/],
    ])('is told of %s before the stream', async (script, status, message) => {
      expect(await failure(client, { stream, prompt: playing(script) })).toEqual({
        status,
        message: expect.stringMatching(message),
      })
    })

    test('is told of a model that is not there', async () => {
      expect(await failure(client, { stream, model: 'openai/gpt-9' })).toEqual({
        status: 404,
        message: expect.stringContaining('gpt-9'),
      })
    })

    test.each([
      ...(client.takesSignal ? [['before the first byte', 'never']] : []),
      ...(stream ? [['in the middle', 'stall']] : []),
    ])('leaves %s, and upstream is closed', async (_when, script = '') => {
      const controller = new AbortController()
      const { length } = gateway.requests()
      const arrived = gateway.waitForRequest(({ id }) => id > length)
      const onText = (): void => controller.abort()
      const { signal } = controller
      const left = client.ask(ask({ stream, prompt: playing(script), signal, onText }))
      left.catch(() => undefined)
      const { id } = await arrived
      if (script === 'never') controller.abort()
      await gateway.waitForRequest((seen) => seen.id === id && seen.state === 'client-left')
      await expect(left).rejects.toThrow(/abort|left/i)
    })
  })

  test.each([
    ['mid-error', 'aws/auto'],
    ['mid-error', 'openai/gpt-4.1'],
    ['mid-error', 'groq/auto'],
    ['mid-error', 'openrouter/auto'],
    ['mid-error-nochoice', 'openrouter/auto'],
    ['mid-error-plain', 'groq/auto'],
    ['cut', 'openai/gpt-4.1'],
    ['cut-in-event', 'openai/gpt-4.1'],
    ['reset', 'aws/auto'],
  ])('is told of %s of %s, after the text so far', async (script, model) => {
    let text = ''
    const onText = (piece: string): void => void (text += piece)
    const { message } = await failure(client, { model, prompt: playing(script), onText })
    // The stream helper of the official SDK stumbles over Portkey's own error chunk before it gets to ours.
    expect(message).toMatch(/was cut|failed|overloaded|had an error|invalid choice index/i)
    expect(text).not.toBe('')
    expect((await textOf(playing('normal'), model)).startsWith(text)).toBe(true)
  })

  test('gets characters whole that upstream cut in two', async () => {
    const prompt = playing('split-utf8')
    expect((await client.ask(ask({ prompt }))).text).toBe(await textOf(prompt))
  })

  test.each(['no-done', 'done-then-open', 'length', 'content-filter', 'crlf'])(
    'ends well after %s',
    async (script) => {
      expect((await client.ask(ask({ prompt: playing(script) }))).text).not.toBe('')
    },
  )
})
