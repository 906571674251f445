import { once } from 'node:events'
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import {
  createServer,
  get,
  type IncomingMessage,
  request as httpRequest,
  type RequestOptions,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { errorBodySchema } from '@askdesk/contracts'
import { readAccess } from '@askdesk/service'
import type { FastifyInstance } from 'fastify'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { buildApp } from './app.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

const clientFolder = mkdtempSync(join(tmpdir(), 'askdesk-client-'))
let handle: Handler = (_request, response) => response.end()
const upstream = createServer((request, response) => handle(request, response))
let app: FastifyInstance
let origin: string

beforeAll(async () => {
  mkdirSync(join(clientFolder, 'assets'))
  writeFileSync(
    join(clientFolder, 'index.html'),
    '<meta property="csp-nonce" nonce="ASKDESK_CSP_NONCE"><div id="root"></div>',
  )
  writeFileSync(join(clientFolder, 'assets', 'index-abc.js'), 'export {}')
  writeFileSync(join(clientFolder, 'color-scheme.js'), '0')
  upstream.listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  const url = new URL(`http://127.0.0.1:${portOf(upstream.address())}`)
  app = await buildApp({
    proxyUrl: url,
    ticketsUrl: url,
    clientFolder,
    access: readAccess({}, 'web', [], []),
    bodyLimitBytes: 1_048_576,
    logLevel: 'silent',
  })
  origin = await app.listen({ host: '127.0.0.1', port: 0 })
})

afterEach(() => {
  handle = (_request, response) => response.end()
})

afterAll(async () => {
  await app.close()
  upstream.closeAllConnections()
  upstream.close()
  rmSync(clientFolder, { recursive: true })
})

test('every page comes with a fresh nonce, the same in the policy and in the page', async () => {
  const pages = await Promise.all([fetch(origin), fetch(`${origin}/?ticket=1042`)])
  const nonces = await Promise.all(
    pages.map(async (page) => {
      const nonce = /nonce="([^"]+)"/.exec(await page.text())?.[1]
      expect(page.headers.get('content-security-policy')).toBe(
        `default-src 'none';script-src 'self';style-src 'self' 'nonce-${nonce}';` +
          "img-src 'self' data: blob:;font-src 'self';connect-src 'self';base-uri 'none';" +
          "form-action 'self';frame-ancestors 'none'",
      )
      expect(page.headers.get('cache-control')).toBe('no-cache')
      expect(page.headers.get('etag')).toBeNull()
      return nonce
    }),
  )
  expect(nonces[0]).toMatch(/^[\w+/]{24}$/)
  expect(nonces[0]).not.toBe(nonces[1])
})

test('the headers that keep other sites out are on the page and on files', async () => {
  for (const path of ['/', '/assets/index-abc.js', '/missing.js', '/healthz']) {
    const { headers } = await fetch(origin + path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('x-powered-by')).toBeNull()
  }
})

test('hashed files are kept for good, others are asked for again', async () => {
  const hashed = await fetch(`${origin}/assets/index-abc.js`)
  expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  const plain = await fetch(`${origin}/color-scheme.js`)
  expect(plain.headers.get('cache-control')).toBe('no-cache')
  expect(plain.headers.get('etag')).not.toBeNull()
})

test('an unknown page address is the page, an unknown file or API is a 404 in the error shape', async () => {
  const page = await fetch(`${origin}/tickets/1042`)
  expect(page.status).toBe(200)
  expect(page.headers.get('content-type')).toMatch('text/html')
  for (const path of ['/assets/gone.js', '/api/other', '/.env', '/favicon.ico']) {
    const missing = await fetch(origin + path)
    expect({ path, status: missing.status }).toEqual({ path, status: 404 })
    expect(errorBodySchema.parse(await missing.json()).error.message).toContain(path)
  }
})

test('the raw template, with its placeholder for the nonce, is never sent', async () => {
  const response = await fetch(`${origin}/index.html`, { redirect: 'manual' })
  expect(response.status).toBe(308)
  for (const path of ['//index.html', '/%69ndex.html', '/./index.html', '/assets/../index.html']) {
    const { body } = await rawGet(path)
    expect({ path, raw: body.includes('ASKDESK_CSP_NONCE') }).toEqual({ path, raw: false })
  }
})

test('requests reach the service behind with their method, body and query', async () => {
  let seen = ''
  handle = async (request, response) => {
    const body = await text(request)
    seen = `${request.method} ${request.url} ${body}`
    response.writeHead(201, { 'content-type': 'application/json', etag: '"7"' }).end('{"id":1}')
  }
  const response = await fetch(`${origin}/api/tickets/1042/messages?x=1&y=%20`, {
    method: 'POST',
    body: '{"kind":"note"}',
    headers: { 'content-type': 'application/json' },
  })
  expect(response.status).toBe(201)
  expect(response.headers.get('etag')).toBe('"7"')
  expect(await response.json()).toEqual({ id: 1 })
  expect(seen).toBe('POST /api/tickets/1042/messages?x=1&y=%20 {"kind":"note"}')
})

test('headers of one hop and gateway headers stay behind, the origin and the asker go on', async () => {
  let headers: IncomingMessage['headers'] = {}
  handle = (request, response) => {
    headers = request.headers
    response.writeHead(200, {
      'x-kept': '1',
      'keep-alive': 'timeout=9',
      connection: 'x-gone',
      'x-gone': '1',
    })
    response.end()
  }
  const answer = await rawGet('/v1/models', {
    headers: {
      host: 'localhost:3000',
      origin: 'http://localhost:3000',
      authorization: 'Bearer abc',
      connection: 'x-hop',
      'x-hop': '1',
      te: 'trailers',
      'x-portkey-provider': 'openai',
      'X-Portkey-Custom-Host': 'https://elsewhere.example',
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-proto': 'https',
    },
  })
  expect(headers).toMatchObject({
    host: expect.stringMatching(/^127\.0\.0\.1:/),
    origin: 'http://localhost:3000',
    authorization: 'Bearer abc',
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': 'localhost:3000',
    'x-forwarded-proto': 'http',
  })
  const names = Object.keys(headers)
  expect(names.filter((name) => /^x-portkey|^x-hop$|^te$/.test(name))).toEqual([])
  expect(answer.response.headers).toMatchObject({ 'x-kept': '1' })
  expect(answer.response.headers).not.toHaveProperty('x-gone')
})

test('a request cannot name another host, or climb out of its service', async () => {
  const reached: string[] = []
  handle = (request, response) => {
    reached.push(`${request.headers.host} ${request.url}`)
    response.end()
  }
  const absolute = await rawGet('http://elsewhere.example/api/ai/x')
  expect(absolute.response.statusCode).toBe(400)
  for (const path of [
    '//elsewhere.example/v1/models',
    '/v1//elsewhere.example/x',
    '/api/ai/../../metrics',
  ]) {
    await rawGet(path)
  }
  const host = `127.0.0.1:${portOf(upstream.address())}`
  expect(reached).toEqual([`${host} /v1//elsewhere.example/x`])
  for (const path of [
    '/api/tickets/../../internal/ledger',
    '/api/tickets/%2e%2e/%2E%2e/internal/ledger',
    '/api/tickets/..%2f..%2finternal/ledger',
    '/api/tickets/..%5c..%5cinternal',
    '/api/tickets/%252e%252e/internal',
    '/api/tickets/%00',
    '/api/tickets/%zz',
  ]) {
    expect([400, 404]).toContain((await rawGet(path)).response.statusCode)
  }
  expect(reached).toHaveLength(1)
  await rawGet('/v1/models/openai%2Fgpt-4.1')
  expect(reached.at(-1)).toBe(`${host} /v1/models/openai%2Fgpt-4.1`)
})

test('each chunk of a stream is passed on before the next one exists', async () => {
  const live: { more?: (chunk: string | null) => void } = {}
  handle = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    live.more = (chunk) => (chunk === null ? response.end() : response.write(chunk))
  }
  const response = await open('/api/ai/stream', { method: 'POST' })
  expect(response.headers['content-type']).toBe('text/event-stream')
  for (const chunk of ['data: 1\n\n', ': keep-alive\n\n', 'data: 2\n\n']) {
    live.more?.(chunk)
    const [received] = await once(response, 'data')
    expect(String(received)).toBe(chunk)
  }
  live.more?.(null)
  await once(response, 'end')
})

test('a browser that leaves before the first byte ends the request behind at once', async () => {
  const gone = new Promise<string>((resolve) => {
    handle = (request, response) => {
      request.resume()
      response.once('close', () => resolve('closed'))
      leaving.destroy()
    }
  })
  const leaving = httpRequest(`${origin}/api/ai/stream`, { method: 'POST' })
  leaving.on('error', () => undefined)
  leaving.end('{}')
  expect(await gone).toBe('closed')
})

test('a browser that leaves in mid-stream ends the request behind at once', async () => {
  const gone = new Promise<string>((resolve) => {
    handle = (_request, response) => {
      response.once('close', () => resolve('closed'))
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: 1\n\n')
    }
  })
  const response = await open('/api/ai/stream', { method: 'POST' })
  await once(response, 'data')
  response.destroy()
  expect(await gone).toBe('closed')
})

test('a reader that does not read holds the service behind back', async () => {
  const chunk = Buffer.alloc(64 * 1024)
  let taken = 0
  const held = new Promise<void>((resolve) => {
    handle = (_request, response) => {
      response.writeHead(200)
      while (taken < 64 * 1024 * 1024 && response.write(chunk)) taken += chunk.length
      resolve()
    }
  })
  const response = await open('/api/ai/runs/1')
  response.pause()
  await held
  expect(taken).toBeLessThan(16 * 1024 * 1024)
  response.destroy()
})

test('an answer that is cut behind is cut in front, never made to look finished', async () => {
  handle = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: 1\n\n', () => response.destroy())
  }
  const response = await open('/api/ai/stream', { method: 'POST' })
  const error = new Promise((resolve) => response.once('error', resolve))
  response.resume()
  expect(await error).toMatchObject({ code: 'ECONNRESET' })
})

test('a service that is down is a 502 with a sentence, for both services, and names no inner address', async () => {
  const free = createServer().listen(0, '127.0.0.1')
  await once(free, 'listening')
  const down = new URL(`http://127.0.0.1:${portOf(free.address())}`)
  free.close()
  await once(free, 'close')
  const alone = await buildApp({
    proxyUrl: down,
    ticketsUrl: down,
    clientFolder,
    access: readAccess({}, 'web', [], []),
    bodyLimitBytes: 1_048_576,
    logLevel: 'silent',
  })
  const address = await alone.listen({ host: '127.0.0.1', port: 0 })
  const body = JSON.stringify({ text: 'x'.repeat(300_000) })
  for (const [path, method, words] of [
    ['/api/ai/stream', 'POST', "The assistant's server cannot be reached"],
    ['/v1/models', 'GET', "The assistant's server cannot be reached"],
    ['/api/tickets/1042', 'PATCH', 'The tickets server cannot be reached'],
  ] as const) {
    const response = await fetch(address + path, method === 'GET' ? {} : { method, body })
    expect(response.status).toBe(502)
    const { error } = errorBodySchema.parse(await response.json())
    expect(error).toMatchObject({ code: 'upstream_unreachable', retryable: true })
    expect(error.message).toContain(words)
    expect(error.message).not.toContain(down.port)
  }
  await alone.close()
})

test('it answers that it is alive', async () => {
  expect(await (await fetch(`${origin}/healthz`)).json()).toEqual({ status: 'ok' })
})

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Sends a request and waits for the head of the answer. */
async function open(path: string, options: RequestOptions = {}): Promise<IncomingMessage> {
  const request = httpRequest(origin + path, options)
  request.end(options.method === 'POST' ? '{}' : undefined)
  return new Promise((resolve, reject) => {
    request.once('response', resolve)
    request.once('error', reject)
  })
}

/** GET with the path and headers exactly as given, which `fetch` would tidy up. */
async function rawGet(path: string, options: RequestOptions = {}) {
  const { hostname, port } = new URL(origin)
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ hostname, port, path, ...options }, resolve).once('error', reject)
  })
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  return { response, body: Buffer.concat(chunks).toString() }
}

test('a foreign name that points at this machine is not answered', async () => {
  const status = await new Promise((resolve, reject) => {
    const asked = get(origin, { headers: { host: 'evil.example:3000' } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    asked.once('error', reject)
  })
  expect(status).toBe(421)
})
