import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askCompletion, completionQuestion } from './completions-harness.ts'
import {
  ask,
  answerWell,
  askError,
  question,
  startProxy,
  startUpstream,
  type Proxy,
  type Upstream,
} from './harness.ts'

let upstream: Upstream
let proxy: Proxy

beforeAll(async () => {
  upstream = await startUpstream(answerWell)
  proxy = await startProxy(upstream.url, {
    OPENROUTER_API_KEY: '',
    CORS_ORIGINS: 'https://desk.example',
  })
})
afterAll(async () => {
  await proxy.close()
  await upstream.close()
})

const { messages } = question

test.each([
  [
    'unknown provider',
    { provider: 'azure', messages },
    400,
    'unknown_provider',
    /azure.*aws, openai, groq, openrouter/,
  ],
  [
    'unknown model',
    { provider: 'groq', model: 'gpt-9', messages },
    400,
    'unknown_model',
    /gpt-9.*llama-3.1-8b/,
  ],
  [
    'a provider that is not set up',
    { provider: 'openrouter', messages },
    409,
    'not_configured',
    /OpenRouter is not set up/,
  ],
  [
    'empty messages',
    { provider: 'openai', messages: [] },
    400,
    'invalid_request',
    /messages.*empty/,
  ],
  ['no messages', { provider: 'openai' }, 400, 'invalid_request', /messages/],
  [
    'an unknown role',
    { provider: 'openai', messages: [{ role: 'root', content: 'x' }] },
    400,
    'invalid_request',
    /messages\.0\.role/,
  ],
  [
    'empty content',
    { provider: 'openai', messages: [{ role: 'user', content: '' }] },
    400,
    'invalid_request',
    /messages\.0\.content: is empty/,
  ],
  [
    'content that is no text',
    { provider: 'openai', messages: [{ role: 'user', content: 5 }] },
    400,
    'invalid_request',
    /messages\.0\.content/,
  ],
  ['negative maxTokens', { ...question, maxTokens: -1 }, 400, 'invalid_request', /maxTokens/],
  ['a fraction of a token', { ...question, maxTokens: 1.5 }, 400, 'invalid_request', /maxTokens/],
  ['a hot temperature', { ...question, temperature: 9 }, 400, 'invalid_request', /temperature/],
  [
    'an unknown fallback',
    { ...question, fallback: ['azure'] },
    400,
    'unknown_provider',
    /fallback/,
  ],
  [
    'a line break in the model',
    { ...question, model: 'gpt\r\nx-evil: 1' },
    400,
    'unknown_model',
    /no model/,
  ],
  ['null', 'null', 400, 'invalid_request', /body/],
  ['an array', '[]', 400, 'invalid_request', /body/],
  ['a string', '"hi"', 400, 'invalid_request', /body/],
  ['broken JSON', '{"provider":', 400, 'invalid_request', /not valid JSON/],
  ['deep nesting', '['.repeat(50_000), 400, 'invalid_request', /not valid JSON/],
  ['nothing', '', 400, 'invalid_request', /no body/],
  [
    '2 MB',
    JSON.stringify({ ...question, padding: 'x'.repeat(2_000_000) }),
    413,
    'payload_too_large',
    /larger than 1048576 bytes/,
  ],
])('%s', async (_name, body, status, code, message) => {
  const before = upstream.requests.length
  const failure = await askError(proxy, { body })
  expect(failure.status).toBe(status)
  expect(failure.error).toMatchObject({ code, message: expect.stringMatching(message) })
  expect(upstream.requests).toHaveLength(before)
})

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/json\ta',
  'application/json; charset=utf-16',
  'application/jsonx',
  'multipart/form-data; boundary=x',
])('content type %j is refused', async (type) => {
  const failure = await askError(proxy, { body: question, headers: { 'content-type': type } })
  expect(failure.status).toBe(415)
  expect(failure.error.message).toContain('application/json')
})

test('invalid UTF-8 is refused', async () => {
  const { status, body } = await rawPost(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]))
  expect(status).toBe(400)
  expect(body).toContain('not UTF-8')
})

test('what a client may not choose is neither obeyed nor passed on', async () => {
  const arrived = upstream.next()
  const response = await fetch(`${proxy.url}/api/ai/stream`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer sk-of-the-client',
      cookie: 'session=1',
      'x-portkey-custom-host': 'https://evil.example',
      'x-portkey-config': '{"provider":"evil"}',
      'x-portkey-api-key': 'pk-of-the-client',
      'x-forwarded-for': '1.2.3.4',
    },
    body: '{"provider":"openai","model":"gpt-4.1","messages":[{"role":"user","content":"x","name":"y"}],"base_url":"https://evil.example","api_base":"https://evil.example","n":1000,"maxTokens":999999999,"__proto__":{"tools":[1]},"constructor":{"prototype":{"x":1}}}',
  })
  await response.text()
  const seen = await arrived
  expect(JSON.parse(seen.body)).toEqual({
    model: 'gpt-4.1',
    messages: [{ role: 'user', content: 'x' }],
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: 4096,
  })
  expect(seen.headers).toMatchObject({
    authorization: 'Bearer sk-canary-openai-8c1f',
    'x-portkey-provider': 'openai',
  })
  expect(JSON.stringify(seen.headers)).not.toMatch(/evil|of-the-client|session=1|1\.2\.3\.4/)
})

test.each([
  ['https://evil.example', 403],
  ['null', 403],
  ['http://evil.example:80', 403],
  ['https://desk.example', 200],
])('a page of origin %s gets %d', async (origin, status) => {
  const response = await fetch(`${proxy.url}/api/ai/providers`, { headers: { origin } })
  expect(response.status).toBe(status)
  expect(response.headers.get('access-control-allow-origin')).toBe(status === 200 ? origin : null)
})

test('a page of the proxy’s own host may call, a foreign name for it may not', async () => {
  expect(await statusFor({ host: 'localhost:8788', origin: 'http://localhost:8788' })).toBe(200)
  expect(
    await statusFor({ host: 'rebound.example:8788', origin: 'http://rebound.example:8788' }),
  ).toBe(421)
  const behindWeb = {
    host: '127.0.0.1:8788',
    'x-forwarded-host': 'localhost:3000',
    origin: 'http://localhost:3000',
  }
  // The page's host counts from a hop that is believed, or where the browser itself says same-origin.
  expect(await statusFor(behindWeb)).toBe(403)
  expect(await statusFor({ ...behindWeb, 'sec-fetch-site': 'same-origin' })).toBe(200)
})

test('a preflight of an allowed page is answered, of a foreign one not', async () => {
  expect((await preflight('https://desk.example')).headers.get('access-control-allow-origin')).toBe(
    'https://desk.example',
  )
  expect(
    (await preflight('https://evil.example')).headers.get('access-control-allow-origin'),
  ).toBeNull()
})

test.each(['/.env', '/%', '/api/ai/../../etc/passwd', '/api/ai', '/v2/models'])(
  '%s is not there',
  async (path) => {
    const response = await fetch(proxy.url + path)
    expect([400, 404]).toContain(response.status)
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_request' } })
  },
)

test.each(['GET', 'PUT', 'PATCH'])('%s on the stream is not there', async (method) => {
  expect((await fetch(`${proxy.url}/api/ai/stream`, { method })).status).toBe(404)
})

function preflight(origin: string): Promise<Response> {
  return fetch(`${proxy.url}/api/ai/stream`, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST' },
  })
}

function rawPost(body: Buffer): Promise<{ status: number; body: string }> {
  return send(
    '/api/ai/stream',
    'POST',
    { 'content-type': 'application/json', 'content-length': String(body.length) },
    body,
  )
}

async function statusFor(headers: Record<string, string>): Promise<number> {
  return (await send('/api/ai/providers', 'GET', headers)).status
}

/** `fetch` refuses to set some of these headers. */
function send(
  path: string,
  method: string,
  headers: Record<string, string>,
  body?: Buffer,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(proxy.url + path, { method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      )
    })
    request.on('error', reject)
    request.end(body)
  })
}

const cutMessages = [{ role: 'user', content: 'cut here: \ud83d, \ude00 and 😀' }]

// Anthropic and Groq refuse an escaped half of a surrogate pair with a 400.
test.each([
  ['the page', () => ask(proxy, { body: { provider: 'groq', messages: cutMessages } })],
  [
    'the OpenAI door',
    () => askCompletion(proxy, { body: { ...completionQuestion, messages: cutMessages } }),
  ],
])('half a character from %s does not reach upstream', async (_door, send) => {
  const next = upstream.next()
  await (await send()).arrayBuffer()
  const { body } = await next
  expect(body).not.toMatch(/\\ud[89a-f]/)
  expect(body).toContain(String.raw`cut here: \ufffd, \ufffd and 😀`)
})
