import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildGateway, type Gateway } from '../../apps/demo-gateway/src/server.ts'
import { eventsOf, keys, useRig, type Provider } from './rig.ts'

const rig = useRig()
let demo: Gateway
let demoUrl = ''

beforeAll(async () => {
  demo = buildGateway({ pace: 0 })
  demoUrl = await demo.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => demo.close())

type Case = {
  readonly id: Provider
  readonly portkeyName: string
  readonly model: string
}

/** OpenAI is left out: its bytes pass through untouched, so they would only show our stand-in. */
const cases: readonly Case[] = [
  { id: 'aws', portkeyName: 'anthropic', model: 'claude-haiku-4-5' },
  { id: 'groq', portkeyName: 'groq', model: 'openai/gpt-oss-20b' },
  { id: 'openrouter', portkeyName: 'openrouter', model: 'openrouter/auto' },
]

/** The same request to both gateways; only one of them heeds the custom host. */
function ask(url: string, { id, portkeyName, model }: Case, fields: object): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-portkey-provider': portkeyName,
      'x-portkey-trace-id': 'trace-1',
      'x-portkey-custom-host': rig().bases[id],
      authorization: `Bearer ${keys[id]}`,
    },
    body: JSON.stringify({
      model,
      max_tokens: 500,
      messages: [{ role: 'user', content: 'Hello' }],
      ...fields,
    }),
  })
}

/** A value's fields by name and type, in order, with the contents left out. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf)
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value
  return Object.entries(value).map(([name, field]) => [name, shapeOf(field)])
}

/** The shapes of a stream's events, one for each run of equal ones: texts differ in length. */
function shapesOf(body: string): string[] {
  const shapes = eventsOf(body).map(({ data }) =>
    data === '[DONE]' ? data : JSON.stringify(shapeOf(JSON.parse(data))),
  )
  return shapes.filter((shape, position) => shape !== shapes[position - 1])
}

/** The gateway's own headers, without those of the provider behind it. */
function gatewayHeaders(answer: Response): string[] {
  return [...answer.headers]
    .filter(([name]) => name.startsWith('x-portkey-') || name === 'content-type')
    .map(([name, value]) => `${name}: ${value}`)
    .toSorted()
}

describe('the demo gateway answers as the real one does', () => {
  test.each(cases)('$portkeyName, streamed', async (one) => {
    for (const include_usage of [false, true]) {
      const fields = { stream: true, stream_options: { include_usage } }
      const real = await ask(rig().gateway.url, one, fields)
      const played = await ask(demoUrl, one, fields)
      expect(gatewayHeaders(played)).toEqual(gatewayHeaders(real))
      expect(shapesOf(await played.text())).toEqual(shapesOf(await real.text()))
    }
  })

  test.each(cases)('$portkeyName, not streamed', async (one) => {
    const real = await ask(rig().gateway.url, one, { stream: false })
    const played = await ask(demoUrl, one, { stream: false })
    expect(gatewayHeaders(played)).toEqual(gatewayHeaders(real))
    expect(shapeOf(await played.json())).toEqual(shapeOf(await real.json()))
  })

  test.each([
    ['no provider', {}, '{"model":"m","messages":[]}'],
    ['an unknown provider', { 'x-portkey-provider': 'aws' }, '{}'],
    ['a config that is no JSON', { 'x-portkey-config': '{' }, '{}'],
    ['a config without a provider', { 'x-portkey-config': '{"retry":{}}' }, '{}'],
    ['a body that is not JSON', { 'x-portkey-provider': 'openai' }, '{'],
    [
      'another content type',
      { 'x-portkey-provider': 'openai', 'content-type': 'text/plain' },
      '{}',
    ],
  ])('%s', async (_name, headers, body) => {
    const [real, played] = await Promise.all(
      [rig().gateway.url, demoUrl].map(async (url) => {
        const answer = await fetch(`${url}/v1/chat/completions`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body,
        })
        return { status: answer.status, body: await answer.text() }
      }),
    )
    expect(played).toEqual(real)
  })

  test.each(['/', '/nothing'])('GET %s', async (path) => {
    const [real, played] = await Promise.all(
      [rig().gateway.url, demoUrl].map(async (url) => {
        const answer = await fetch(`${url}${path}`)
        return { status: answer.status, body: await answer.text() }
      }),
    )
    expect(played).toEqual(real)
  })
})
