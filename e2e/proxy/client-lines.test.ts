import { once } from 'node:events'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { buildApp } from '../../apps/proxy/src/app.ts'
import { readConfig } from '../../apps/proxy/src/config/config.ts'
import { completionQuestion } from './completions-harness.ts'
import {
  goodEnd,
  keys,
  question,
  startProxy,
  startStream,
  startUpstream,
  textChunk,
  type Proxy,
  type Upstream,
} from './harness.ts'

/**
 * Faults of a client, a test a line. Where another file has the line already, only what is
 * missing there is here.
 */

let upstream: Upstream
let proxy: Proxy
let isHeld = false

beforeAll(async () => {
  upstream = await startUpstream((response) => {
    startStream(response)
    response.write(textChunk('word'))
    if (!isHeld) response.end(goodEnd)
  })
  proxy = await startProxy(upstream.url, { RATE_LIMIT_PER_MINUTE: '0' })
})
afterEach(() => {
  isHeld = false
})
afterAll(async () => {
  await proxy.close()
  await upstream.close()
})

const routes = [
  ['/api/ai/stream', question],
  ['/v1/chat/completions', completionQuestion],
] as const

function post(path: string, body: string | Buffer, headers = ''): string {
  const length = headers.includes('ength') ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`
  const type = headers.includes('content-type') ? '' : 'content-type: application/json\r\n'
  return `POST ${path} HTTP/1.1\r\nhost: localhost\r\n${type}${length}${headers}\r\n${body}`
}

/** Reads the proxy's answer to these bytes until it, or with `end` we, close the connection. */
async function converse(
  bytes: string | Buffer,
  { end = false, url = proxy.url }: { end?: boolean; url?: string } = {},
): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
  let answer = ''
  socket.on('data', (data) => (answer += data.toString()))
  socket.on('error', () => undefined)
  socket.on('end', () => socket.end())
  socket.write(bytes)
  if (end) socket.end()
  await new Promise((resolve) => socket.once('close', resolve))
  return answer
}

const close = 'connection: close\r\n'

describe.each(routes)('%s', (path, body) => {
  const json = JSON.stringify(body)

  test('half-open: a client that sends FIN after its request is served or closed', async () => {
    const before = upstream.requests.length
    const answer = await converse(post(path, json), { end: true })
    expect(answer === '' || answer.startsWith('HTTP/1.1 ')).toBe(true)
    await Promise.all(upstream.requests.slice(before).map((seen) => seen.closed))
  })

  test('half-open while the reply goes on: upstream is not left open', async () => {
    isHeld = true
    const arrived = upstream.next()
    const { hostname, port } = new URL(proxy.url)
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
    socket.on('error', () => undefined)
    socket.write(post(path, json))
    const seen = await arrived
    await once(socket, 'data')
    socket.end()
    socket.resume()
    await once(socket, 'close')
    // The page's reply waits for its reader to come back; a client of the API does not come back.
    if (path === '/v1/chat/completions') await seen.closed
    expect(socket.destroyed).toBe(true)
  })

  test('pipelined requests: answered in order', async () => {
    const second = `GET /api/ai/providers HTTP/1.1\r\nhost: localhost\r\n${close}\r\n`
    const answer = await converse(post(path, json) + second)
    const first = answer.indexOf('text/event-stream')
    const last = answer.indexOf('"providers":')
    expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(2)
    expect(first).toBeGreaterThan(0)
    expect(last).toBeGreaterThan(answer.indexOf('data: [DONE]'))
  })

  test('oversized by length: 413 before it is read', async () => {
    const before = upstream.requests.length
    const answer = await converse(post(path, '', `content-length: 999999999\r\n`))
    expect(answer).toMatch(/^HTTP\/1\.1 413 .*"code":"payload_too_large"/s)
    expect(upstream.requests).toHaveLength(before)
  })

  test('oversized by count: 413 while it is read', async () => {
    const before = upstream.requests.length
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
    const head = post(path, '', 'transfer-encoding: chunked\r\nx-length: 0\r\n')
    expect(await converse(head + chunk.repeat(32))).toMatch(
      /^HTTP\/1\.1 413 .*"code":"payload_too_large"/s,
    )
    expect(upstream.requests).toHaveLength(before)
  })

  test.each([
    ['wrong content type', 'content-type: text/plain\r\n'],
    ['odd content type', 'content-type: application/json\ta\r\n'],
    ['content coding', 'content-encoding: gzip\r\n'],
    ['unknown content coding', 'content-encoding: x\r\n'],
  ])('%s: 415', async (_name, headers) => {
    const bytes = headers.includes('gzip') ? gzipSync(json).toString('latin1') : json
    const answer = await converse(post(path, bytes, headers + close))
    expect(answer).toMatch(/^HTTP\/1\.1 415 .*"code":"invalid_request"/s)
  })

  test('missing content type: 415', async () => {
    const answer = await converse(
      `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${json.length}\r\n${close}\r\n${json}`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 415 .*"code":"invalid_request"/s)
  })

  const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`
  test.each([
    ['null', 'null'],
    ['array', '[]'],
    ['string', '"x"'],
    ['number', '5'],
    ['empty', ''],
    ['blank', '  '],
    ['invalid JSON', '{"model":'],
    ['trailing text', `${json}x`],
    ['two documents', json + json],
    ['NUL', '\0'],
    ['nothing but depth', deep],
    ['depth without end', '['.repeat(50_000)],
  ])('%s as a body: 400', async (_name, text) => {
    const before = upstream.requests.length
    const answer = await converse(post(path, text, close))
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*"code":"invalid_request"/s)
    expect(upstream.requests).toHaveLength(before)
  })

  test('50,000 levels in a field that nobody reads: harmless', async () => {
    const text = `${json.slice(0, -1)},"extra":${deep}}`
    expect(await converse(post(path, text, close))).toMatch(/^HTTP\/1\.1 200 /)
    expect(upstream.requests.at(-1)?.body).not.toContain('extra')
  })

  test('__proto__ and constructor.prototype: dropped', async () => {
    const evil = '"__proto__":{"n":9,"tools":[]},"constructor":{"prototype":{"n":9}}'
    const text = `{${evil},${json.slice(1)}`
    expect(await converse(post(path, text, close))).toMatch(/^HTTP\/1\.1 200 /)
    expect(upstream.requests.at(-1)?.body).not.toMatch(/proto|"n"|tools/)
    expect(Object.prototype).not.toHaveProperty('n')
  })

  test.each([
    ['both lengths', 'content-length: 2\r\ntransfer-encoding: chunked\r\n'],
    ['two lengths', 'content-length: 2\r\ncontent-length: 3\r\n'],
    ['odd chunking', 'transfer-encoding: chunked, x\r\nx-length: 0\r\n'],
    ['a chunk size that is none', 'transfer-encoding: chunked\r\nx-length: 0\r\n'],
    ['NUL in a header', 'x-a: b\0c\r\n'],
    ['bare CR in a header', 'x-a: b\rx-c: d\r\n'],
    ['a header name with a space', 'x a: b\r\n'],
    ['128 KiB of headers', `x-a: ${'a'.repeat(131_072)}\r\n`],
  ])('%s: 400 or 431, and close', async (_name, headers) => {
    const before = upstream.requests.length
    const answer = await converse(post(path, 'zz\r\n', headers))
    expect(answer).toMatch(/^HTTP\/1\.1 4(?:00|31) /)
    expect(answer).toMatch(/connection: close/i)
    expect(answer).toContain('"error":{"message":"')
    expect(upstream.requests).toHaveLength(before)
  })

  test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'HEAD'])(
    '%s: 404 or 405, headers not echoed',
    async (method) => {
      const answer = await converse(
        `${method} ${path} HTTP/1.1\r\nhost: localhost\r\nx-secret: canary\r\n${close}\r\n`,
      )
      expect(answer).toMatch(/^HTTP\/1\.1 40(?:0|4|5) /)
      expect(answer).not.toContain('canary')
    },
  )

  test('upgrade: not taken up', async () => {
    const headers = 'upgrade: websocket\r\nconnection: upgrade, close\r\n'
    expect(await converse(post(path, json, headers))).toMatch(/^HTTP\/1\.1 [24]00 /)
  })
})

test.each(routes)('%s: forty clients that reset at once, upstream closed', async (path, body) => {
  isHeld = true
  const patient = await startProxy(upstream.url, {
    RATE_LIMIT_PER_MINUTE: '0',
    MAX_RUNS_PER_CLIENT: '0',
    RESUME_WINDOW_MS: '0',
    // A token makes who asks a question of its own, so that leaving can come before the answer to it.
    PROXY_TOKENS: 'token-of-alice-0001',
  })
  const before = upstream.requests.length
  const { hostname, port } = new URL(patient.url)
  const bytes = post(path, JSON.stringify(body), 'authorization: Bearer token-of-alice-0001\r\n')
  for (let wait = 0; wait < 40; wait += 1) {
    const socket = connect(Number(port), hostname)
    socket.on('error', () => undefined)
    await new Promise((resolve) => socket.write(bytes, resolve))
    for (let turn = 0; turn < wait; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    socket.resetAndDestroy()
  }
  // A request that comes through now comes after all of those that could have.
  isHeld = false
  await converse(
    post(path, JSON.stringify(body), `authorization: Bearer token-of-alice-0001\r\n${close}`),
    { url: patient.url },
  )
  await Promise.all(upstream.requests.slice(before).map((seen) => seen.closed))
  expect(upstream.requests.length).toBeGreaterThan(before)
  await patient.close()
})

test.each([
  ['absolute-form', 'GET http://evil.example/latest/meta-data HTTP/1.1'],
  ['absolute-form to a route', 'GET http://evil.example/api/ai/providers HTTP/1.1'],
  ['authority-form', 'CONNECT evil.example:443 HTTP/1.1'],
  ['/.env', 'GET /.env HTTP/1.1'],
  ['/%', 'GET /% HTTP/1.1'],
  ['dots', 'GET /../../../etc/passwd HTTP/1.1'],
  ['coded dots', 'GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1'],
  ['coded NUL', 'GET /api/ai/runs/%00 HTTP/1.1'],
  ['backslashes', 'GET /..\\..\\etc\\passwd HTTP/1.1'],
  ['long', `GET /${'a'.repeat(8000)} HTTP/1.1`],
])('path tricks, %s: no file, no 500, nothing fetched', async (_name, line) => {
  const answer = await converse(`${line}\r\nhost: localhost\r\n${close}\r\n`)
  expect(answer).toMatch(/^(?:HTTP\/1\.1 (?:4\d\d|200) |$)/)
  expect(answer).not.toMatch(/root:|canary/)
  expect(upstream.requests.every(({ path }) => path.endsWith('/chat/completions'))).toBe(true)
})

test('a wrong request answers with JSON in our shape, and says nothing of the parser', async () => {
  const answer = await converse('not http at all\r\n\r\n')
  expect(answer).toMatch(/^HTTP\/1\.1 400 .*"code":"invalid_request"/s)
  expect(answer).not.toMatch(/HPE_|llhttp/)
})

describe('slow senders', () => {
  test.each([
    ['headers that never end', 'POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nx-a:'],
    ['a body that never ends', post('/v1/chat/completions', '{', 'content-length: 999\r\n')],
  ])('%s: 408, and close', async (_name, bytes) => {
    const read = readConfig(
      { LOG_LEVEL: 'silent', PORTKEY_BASE_URL: upstream.url, DRAIN_TIMEOUT_MS: '0', ...keys },
      () => '',
    )
    if (!read.ok) throw new Error(read.problems.join('\n'))
    const app = await buildApp(read.config)
    const { server } = app.server
    expect(server.headersTimeout).toBeLessThanOrEqual(30_000)
    expect(server.requestTimeout).toBeLessThanOrEqual(60_000)
    // The same clocks, set forward.
    server.headersTimeout = 100
    server.requestTimeout = 100
    const url = await app.server.listen({ host: '127.0.0.1', port: 0 })
    const answer = await converse(bytes, { url })
    await app.drain()
    expect(answer).toMatch(/^HTTP\/1\.1 408 .*"code":"invalid_request"/s)
  })
})
