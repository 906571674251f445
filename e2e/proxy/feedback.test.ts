import type { ServerResponse } from 'node:http'
import { errorBodySchema } from '@askdesk/contracts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startProxy, startUpstream, type Proxy, type Upstream } from './harness.ts'

let upstream: Upstream
let proxy: Proxy
let answer: (response: ServerResponse) => void

const cloud = {
  PORTKEY_API_KEY: 'pk-canary-2f6d0a91',
  PROXY_TOKENS: 'token-of-alice-0001',
  OPENAI_API_KEY: '',
}
const token = { authorization: 'Bearer token-of-alice-0001' }
const good = { traceId: 'b7c1-trace', value: 10, weight: 0.5, metadata: { reason: 'kind' } }

beforeEach(async () => {
  answer = (response) => response.end('{"status":"success","feedback_ids":["x"]}')
  upstream = await startUpstream((response) => answer(response))
  proxy = await startProxy(`${upstream.url}/v1`, cloud)
})
afterEach(async () => {
  await proxy.close()
  await upstream.close()
})

function send(body: unknown, to = proxy, headers: Record<string, string> = token) {
  return fetch(`${to.url}/api/ai/feedback`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}

test('feedback goes to Portkey, with its key and a name that says nothing about the person', async () => {
  expect((await send({ ...good, base_url: 'https://evil.example' })).status).toBe(204)
  const [seen] = upstream.requests
  expect(seen?.path).toBe('/v1/feedback')
  expect(seen?.headers).toMatchObject({ 'x-portkey-api-key': 'pk-canary-2f6d0a91' })
  expect(seen?.headers).not.toHaveProperty('x-portkey-provider')
  expect(seen?.headers).not.toHaveProperty('authorization')
  expect(JSON.parse(seen?.body ?? '')).toEqual({
    trace_id: 'b7c1-trace',
    value: 10,
    weight: 0.5,
    metadata: { reason: 'kind', _user: expect.stringMatching(/^[\da-f]{16}$/) },
  })
})

test.each([
  [{ ...good, value: 11 }, /value/],
  [{ ...good, value: 0.5 }, /value/],
  [{ ...good, value: undefined }, /value/],
  [{ ...good, weight: 2 }, /weight/],
  [{ ...good, traceId: 'a b' }, /traceId: must be/],
  [{ ...good, metadata: { a: 'x'.repeat(200) } }, /metadata/],
  [{ ...good, metadata: { a: {} } }, /metadata/],
  [null, /body/],
])('%j is refused', async (body, message) => {
  const response = await send(body)
  expect(response.status).toBe(400)
  const { error } = errorBodySchema.parse(await response.json())
  expect(error).toMatchObject({
    code: 'invalid_request',
    message: expect.stringMatching(message),
  })
  expect(upstream.requests).toHaveLength(0)
})

test.each([
  [401, 502, 'key_rejected'],
  [404, 404, 'invalid_request'],
  [429, 429, 'rate_limited'],
  [500, 502, 'upstream_error'],
])('Portkey’s %d is our %d %s', async (status, expected, code) => {
  answer = (response) =>
    response.writeHead(status).end(`{"message":"bad key ${cloud.PORTKEY_API_KEY}"}`)
  const response = await send(good)
  const text = await response.text()
  expect(response.status).toBe(expected)
  expect(errorBodySchema.parse(JSON.parse(text)).error.code).toBe(code)
  expect(text).not.toContain('canary')
})

test('without a token it is refused', async () => {
  expect((await send(good, proxy, {})).status).toBe(401)
  expect(upstream.requests).toHaveLength(0)
})

test.each([
  ['a gateway of one’s own', {}],
  ['the demo', { ASKDESK_UPSTREAM: 'demo' }],
])('with %s there is nobody to take it: 501, and nothing is sent', async (_name, env) => {
  const other = await startProxy(upstream.url, env)
  const response = await send(good, other)
  expect(response.status).toBe(501)
  const { error } = errorBodySchema.parse(await response.json())
  expect(error).toMatchObject({
    code: 'not_configured',
    message: expect.stringContaining('Portkey’s cloud'),
  })
  expect(upstream.requests).toHaveLength(0)
  await other.close()
})

test('every request says where it comes from, and who asked by a stable name', async () => {
  const body = { messages: [{ role: 'user', content: 'x' }] }
  const headers = { 'content-type': 'application/json', ...token }
  const ask = async (path: string, fields: object): Promise<unknown> => {
    const arrived = upstream.next()
    const payload = JSON.stringify({ ...body, ...fields })
    await (await fetch(proxy.url + path, { method: 'POST', headers, body: payload })).text()
    const sent = (await arrived).headers['x-portkey-metadata']
    return JSON.parse(String(sent))
  }
  const user = expect.stringMatching(/^[\da-f]{16}$/)
  const page = await ask('/api/ai/stream', { provider: 'openai' })
  const api = await ask('/v1/chat/completions', { model: 'openai/auto' })
  expect(page).toEqual({ _user: user, app: 'askdesk', route: 'page' })
  expect(api).toEqual({ ...Object(page), route: 'api' })
})
