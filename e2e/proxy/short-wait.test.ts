import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { askCompletion } from './completions-harness.ts'
import { closeAfterEach } from './close-after-each.ts'
import {
  ask,
  askError,
  askWhole,
  goodEnd,
  question,
  readerOf,
  readUntil,
  split,
  startProxy,
  startStream,
  startUpstream,
  textChunk,
  type Proxy,
} from './harness.ts'

const closers = closeAfterEach()

const failing =
  (status: number, error: Record<string, string>, headers: Record<string, string> = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify({ error }))
  }
const busy = (headers: Record<string, string>) =>
  failing(429, { message: 'Rate limit reached', type: 'tokens' }, headers)
const soon = busy({ 'retry-after-ms': '300' })
const well = (response: ServerResponse): void => {
  startStream(response)
  response.end(textChunk('Hi') + goodEnd)
}

/** An upstream that answers one request after the other in these ways, and then in the last one. */
async function start(
  ways: readonly ((response: ServerResponse) => void)[],
  env: Record<string, string> = {},
) {
  let turn = 0
  const upstream = await startUpstream((response) => {
    const answer = ways[Math.min(turn, ways.length - 1)]
    turn += 1
    answer?.(response)
  })
  const proxy = await startProxy(upstream.url, { RATE_LIMIT_PER_MINUTE: '0', ...env })
  closers.push(upstream.close, proxy.close)
  return { upstream, proxy }
}

const early = { ...question, early: true }

/** Asks as the page does, and reads what the head says while it waits. */
async function askEarly(proxy: Proxy) {
  const response = await ask(proxy, { body: early })
  const reader = readerOf(response)
  const first = await readUntil(reader, ': waiting\n')
  const rest = async (): Promise<Buffer> => {
    const pieces = [first]
    for (let next = await reader.read(); !next.done; next = await reader.read())
      pieces.push(Buffer.from(next.value))
    return Buffer.concat(pieces)
  }
  return { response, runId: response.headers.get('x-askdesk-run') ?? '', reader, first, rest }
}

describe('a limit that ends in a moment is waited for once', () => {
  test.each([
    ['in milliseconds', { 'retry-after-ms': '50' }],
    ['in seconds', { 'retry-after': '1' }],
    ['now', { 'retry-after': '0' }],
    ['in parts of a second', { 'retry-after': '0.2' }],
  ])('told %s: the answer comes, and the receipt tells of the attempt', async (_how, headers) => {
    const { proxy, upstream } = await start([busy(headers), well])
    const { run, middle, end } = await askWhole(proxy)
    expect(run).toMatchObject({ routedProvider: 'openai' })
    expect(run.reason).toBeUndefined()
    expect(middle.toString()).toBe(textChunk('Hi') + goodEnd)
    expect(end.outcome).toBe('complete')
    expect(end.receipt.attempts).toEqual([
      { provider: 'openai', model: 'gpt-4.1', code: 'rate_limited' },
    ])
    expect(upstream.requests).toHaveLength(2)
    const [first, second] = upstream.requests
    expect(second?.body).toBe(first?.body)
    expect(second?.headers['x-portkey-trace-id']).toBe(first?.headers['x-portkey-trace-id'])
  })

  test('a second limit is told, with its own time', async () => {
    const { proxy, upstream } = await start([soon, busy({ 'retry-after': '2' })])
    const { status, error, headers } = await askError(proxy)
    expect({ status, code: error.code }).toEqual({ status: 429, code: 'rate_limited' })
    expect(headers.get('retry-after')).toBe('2')
    expect(upstream.requests).toHaveLength(2)
  })

  test('a fallback is asked at once, and waited for as the last', async () => {
    const { proxy, upstream } = await start([soon, well])
    const body = { ...question, fallback: ['groq'] }
    expect((await askWhole(proxy, { body })).end.receipt).toMatchObject({
      answeredBy: { provider: 'groq' },
      attempts: [{ provider: 'openai', code: 'rate_limited' }],
    })
    expect(upstream.requests).toHaveLength(2)

    const both = await start([soon, soon, well])
    const { end } = await askWhole(both.proxy, { body })
    expect(end.receipt.attempts?.map(({ provider }) => provider)).toEqual(['openai', 'groq'])
    expect(end.receipt.answeredBy.provider).toBe('groq')
  })
})

describe('nothing is waited for', () => {
  test.each([
    ['without a time', busy({}), {}],
    ['for longer than a moment', busy({ 'retry-after': '6' }), {}],
    [
      'beyond the first-byte timeout',
      busy({ 'retry-after': '3' }),
      { FIRST_BYTE_TIMEOUT_MS: '2000' },
    ],
    ['after another failure', failing(503, { message: 'Overloaded' }, { 'retry-after': '1' }), {}],
    [
      'where the money is gone',
      failing(429, { message: 'Quota', code: 'insufficient_quota' }, { 'retry-after': '1' }),
      {},
    ],
  ])('%s', async (_name, way, env: Record<string, string>) => {
    const { proxy, upstream } = await start([way, well], env)
    expect((await askError(proxy)).status).toBeGreaterThanOrEqual(402)
    expect(upstream.requests).toHaveLength(1)
  })

  test('for other clients, which have waits of their own', async () => {
    const { proxy, upstream } = await start([soon, well])
    expect((await askCompletion(proxy)).status).toBe(429)
    expect(upstream.requests).toHaveLength(1)
  })
})

describe('a reader who wants to hear of it gets a head at once', () => {
  test('and then the answer, to be read again from any byte', async () => {
    const { proxy } = await start([soon, well])
    const { response, runId, rest } = await askEarly(proxy)
    expect(response.status).toBe(200)
    expect(response.headers.get('x-askdesk-waits-ms')).toBe('300')
    const body = await rest()
    const { run, end } = split(body)
    expect(run.runId).toBe(runId)
    expect(end).toMatchObject({
      outcome: 'complete',
      receipt: { attempts: [{ provider: 'openai', code: 'rate_limited' }] },
    })
    const again = await fetch(`${proxy.url}/api/ai/runs/${runId}?after=5`)
    expect(Buffer.from(await again.arrayBuffer())).toEqual(body.subarray(5))
  })

  test('a second limit is told in `end`', async () => {
    const { proxy } = await start([soon, busy({ 'retry-after': '20' })])
    const { rest } = await askEarly(proxy)
    const { end } = split(await rest())
    expect(end).toMatchObject({
      outcome: 'error',
      error: { code: 'rate_limited', retryAfterMs: 20_000 },
      receipt: { attempts: [{ provider: 'openai', code: 'rate_limited' }] },
    })
  })

  test('without a limit nothing is different', async () => {
    const { proxy } = await start([well])
    const response = await ask(proxy, { body: early })
    expect(response.headers.has('x-askdesk-waits-ms')).toBe(false)
    expect(response.headers.has('x-askdesk-run')).toBe(false)
    expect((await response.text()).startsWith('event: run')).toBe(true)
    const broken = await start([failing(500, { message: 'no' })])
    expect((await askError(broken.proxy, { body: early })).status).toBe(502)
  })
})

describe('the wait can be ended', () => {
  const long = busy({ 'retry-after': '5' })

  test('by a stop: told in `end`, and nothing more is asked', async () => {
    const { proxy, upstream } = await start([long, well])
    const { runId, rest } = await askEarly(proxy)
    const stopped = await fetch(`${proxy.url}/api/ai/runs/${runId}`, { method: 'DELETE' })
    expect(stopped.status).toBe(204)
    const { end } = split(await rest())
    expect(end).toMatchObject({
      outcome: 'stopped',
      receipt: { attempts: [{ provider: 'openai', code: 'rate_limited' }] },
    })
    expect(upstream.requests).toHaveLength(1)
  })

  test('by a reader who leaves before there is a head', async () => {
    const { proxy, upstream } = await start([long, well])
    const arrived = upstream.next()
    const leaving = new AbortController()
    const asked = ask(proxy, { signal: leaving.signal })
    await (
      await arrived
    ).closed
    leaving.abort()
    await expect(asked).rejects.toThrow('aborted')
    // The next question finds the proxy as if nothing had been.
    expect((await askWhole(proxy)).end.outcome).toBe('complete')
    expect(upstream.requests).toHaveLength(2)
  })

  test('by the end of the service, which tells it', async () => {
    const { proxy } = await start([long, well])
    const { rest } = await askEarly(proxy)
    const [body] = await Promise.all([rest(), proxy.close()])
    expect(split(body).end.outcome).toBe('stopped')
  })
})
