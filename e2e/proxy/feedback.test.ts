import { mkdtempSync, rmSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorBodySchema } from '@askdesk/contracts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  askWhole,
  goodEnd,
  startProxy,
  startStream,
  startUpstream,
  textChunk,
  type Proxy,
  type Upstream,
} from './harness.ts'

let upstream: Upstream
let folder: string
let proxy: Proxy
let answer: (response: ServerResponse) => void

const cloud = {
  PORTKEY_API_KEY: 'pk-canary-2f6d0a91',
  PROXY_TOKENS: 'token-of-alice-0001,token-of-bobby-0002',
  OPENAI_API_KEY: '',
}
const token = { authorization: 'Bearer token-of-alice-0001' }
const bob = { authorization: 'Bearer token-of-bobby-0002' }
let good: { traceId: string; value: number; weight: number; metadata: object }

beforeEach(async () => {
  answer = (response) => response.end('{"status":"success","feedback_ids":["mark-1"]}')
  upstream = await startUpstream((response, { path }) => {
    if (path.includes('/feedback')) return answer(response)
    startStream(response)
    response.end(textChunk('Hello') + goodEnd)
  })
  folder = mkdtempSync(join(tmpdir(), 'askdesk-feedback-'))
  proxy = await startProxy(`${upstream.url}/v1`, { ...cloud, STATE_DIR: folder })
  const { run } = await askWhole(proxy, { headers: token })
  good = { traceId: run.traceId, value: 10, weight: 0.5, metadata: { reason: 'kind' } }
  upstream.requests.length = 0
})
afterEach(async () => {
  await proxy.close()
  await upstream.close()
  rmSync(folder, { recursive: true, force: true })
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
    trace_id: good.traceId,
    value: 10,
    weight: 0.5,
    metadata: { reason: 'kind', _user: expect.stringMatching(/^[\da-f]{16}$/) },
  })
})

test.each<[Record<string, unknown> | null, RegExp]>([
  [{ value: 11 }, /value/],
  [{ value: 0.5 }, /value/],
  [{ value: undefined }, /value/],
  [{ weight: 2 }, /weight/],
  [{ traceId: 'a b' }, /traceId: must be/],
  [{ metadata: { a: 'x'.repeat(200) } }, /metadata/],
  [{ metadata: { a: {} } }, /metadata/],
  [null, /body/],
])('%j is refused', async (wrong, message) => {
  const response = await send(wrong && { ...good, ...wrong })
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

test('a reply of somebody else, or one that never was, is not there', async () => {
  const answers = await Promise.all([
    send(good, proxy, bob),
    send({ ...good, traceId: '7a1f0000-0000-4000-8000-000000000000' }),
  ])
  expect(answers.map(({ status }) => status)).toEqual([404, 404])
  const [other, none] = await Promise.all(answers.map((response) => response.text()))
  expect(other).toBe(none)
  expect(upstream.requests).toHaveLength(0)
})

test('the last mark counts, also of marks given at once', async () => {
  const statuses = await Promise.all(
    [10, -10, 10].map(async (value) => (await send({ ...good, value })).status),
  )
  expect(statuses).toEqual([204, 204, 204])
  const seen = upstream.requests.map(({ method, path, body }) => [method, path, JSON.parse(body)])
  expect(seen).toMatchObject([
    ['POST', '/v1/feedback', { trace_id: good.traceId, value: 10 }],
    ['PUT', '/v1/feedback/mark-1', { value: -10 }],
    ['PUT', '/v1/feedback/mark-1', { value: 10 }],
  ])
})

test('a mark that Portkey has forgotten is given anew', async () => {
  await send(good)
  answer = (response) => {
    const isNew = upstream.requests.at(-1)?.method === 'POST'
    response.writeHead(isNew ? 200 : 404).end('{"status":"success","feedback_ids":["mark-2"]}')
  }
  expect((await send({ ...good, value: -10 })).status).toBe(204)
  expect(upstream.requests.map(({ method }) => method)).toEqual(['POST', 'PUT', 'POST'])
})

test('a reply can be marked after a restart, when it can no longer be read', async () => {
  await proxy.close()
  proxy = await startProxy(`${upstream.url}/v1`, { ...cloud, STATE_DIR: folder })
  expect((await send(good)).status).toBe(204)
  expect((await send(good, proxy, bob)).status).toBe(404)
})

test('without a token it is refused', async () => {
  expect((await send(good, proxy, {})).status).toBe(401)
  expect(upstream.requests).toHaveLength(0)
})

test.each([
  ['a gateway of one’s own', {}],
  ['the demo', { ASKDESK_UPSTREAM: 'demo' }],
])('with %s there is nobody to take it: 501, and nothing is sent', async (_name, env) => {
  const other = await startProxy(upstream.url, { ...env, STATE_DIR: folder })
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
