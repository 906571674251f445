import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { readAccess } from '@askdesk/service'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildApp } from '../app.ts'

/** Everything that the backend was sent, a string for each of its connections. */
let seen: string[] = []
let answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'
const sockets = new Set<Socket>()
const backend = createServer((socket) => {
  const at = seen.push('') - 1
  sockets.add(socket)
  socket.on('error', () => undefined)
  socket.on('data', (data) => {
    const isFirst = seen[at] === ''
    seen[at] += data.toString('latin1')
    if (isFirst) socket.write(answer)
  })
})
const clientFolder = mkdtempSync(join(tmpdir(), 'askdesk-smuggling-'))
let app: FastifyInstance
let port: number

beforeAll(async () => {
  writeFileSync(join(clientFolder, 'index.html'), '')
  backend.listen(0, '127.0.0.1')
  await once(backend, 'listening')
  const url = new URL(`http://127.0.0.1:${portOf(backend.address())}`)
  app = await buildApp({
    proxyUrl: url,
    ticketsUrl: url,
    clientFolder,
    access: readAccess({}, 'web', [], []),
    bodyLimitBytes: 100_000,
    logLevel: 'silent',
  })
  port = portOf(new URL(await app.listen({ host: '127.0.0.1', port: 0 })))
})
beforeEach(() => {
  seen = []
  answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'
})
afterAll(async () => {
  await app.close()
  for (const socket of sockets) socket.destroy()
  backend.close()
  rmSync(clientFolder, { recursive: true })
})

function portOf(address: URL | AddressInfo | string | null): number {
  return Number(typeof address === 'object' ? address?.port : undefined)
}

/** Sends bytes as they are and reads until the server closes the connection. */
async function send(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(bytes, 'latin1')
  return text(socket)
}

const hidden = 'POST /api/ai/stream HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n\r\n{}'
const head = (method: string, ...lines: string[]) =>
  [`${method} /v1/models HTTP/1.1`, 'host: localhost', ...lines, '', ''].join('\r\n')
const length = `content-length: ${hidden.length}`
const chunked = `${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`
const methods = ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'POST', 'PUT', 'PATCH']

describe.each(methods)('%s', (method) => {
  test.each([
    ['Connection names the length', head(method, 'connection: content-length', length) + hidden],
    [
      'among others, in capitals',
      head(method, 'Connection: close, CONTENT-LENGTH', length) + hidden,
    ],
    [
      'in a second Connection header',
      head(method, 'connection: close', 'connection: content-length', length) + hidden,
    ],
    [
      'Connection names the coding',
      head(method, 'connection: transfer-encoding', 'transfer-encoding: chunked') + chunked,
    ],
    [
      'length and coding',
      head(method, 'connection: close', length, 'transfer-encoding: chunked') + chunked,
    ],
    ['two lengths', head(method, 'connection: close', 'content-length: 0', length) + hidden],
    [
      'a coding twice',
      head(method, 'connection: close', 'transfer-encoding: chunked, chunked') + chunked,
    ],
    [
      'a coding of another name',
      head(method, 'connection: close', 'transfer-encoding: xchunked') + hidden,
    ],
    [
      'a coding with a tab',
      head(method, 'connection: close', 'transfer-encoding:\x0bchunked') + chunked,
    ],
    [
      'a folded length',
      head(method, 'connection: close', `content-length:\r\n ${hidden.length}`) + hidden,
    ],
  ])('%s: refused, and the backend hears nothing of it', async (_name, bytes) => {
    expect(await send(bytes)).toMatch(/^HTTP\/1\.1 400 /)
    expect(seen).toEqual([])
  })

  test('a body is handed on in a frame of ours, or refused', async () => {
    const said = await send(head(method, 'connection: close', length) + hidden)
    const mayHaveOne = ['POST', 'PUT', 'PATCH'].includes(method)
    expect(said).toMatch(mayHaveOne ? /^HTTP\/1\.1 200 / : /^HTTP\/1\.1 400 /)
    expect(seen).toHaveLength(mayHaveOne ? 1 : 0)
    for (const bytes of seen) expect(bytes.toLowerCase()).toContain(length)
    const inChunks = await send(
      head(method, 'connection: close', 'transfer-encoding: chunked') + chunked,
    )
    expect(inChunks).toMatch(mayHaveOne ? /^HTTP\/1\.1 200 / : /^HTTP\/1\.1 400 /)
    for (const bytes of seen.slice(1)) expect(bytes).toMatch(/transfer-encoding: chunked/i)
  })
})

test.each([
  ['origin: https://evil.example', 'connection: origin'],
  ['cookie: askdesk-session=x', 'connection: cookie'],
  ['sec-fetch-site: cross-site', 'connection: sec-fetch-site'],
  ['if-match: "3"', 'connection: keep-alive, If-Match'],
  ['x-forwarded-for: 10.0.0.1', 'connection: x-forwarded-for'],
])('%s cannot be hidden by %s', async (...lines) => {
  const said = await send(head('POST', ...lines, 'content-length: 2') + '{}')
  expect(said).toMatch(/^HTTP\/1\.1 (400|403) /)
  expect(seen).toEqual([])
})

test('an answer that the backend sends unasked goes to nobody', async () => {
  const stolen = 'HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nSECRET'
  answer = `HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\nok${stolen}`
  for (let count = 0; count < 3; count += 1) {
    const said = await send(head('GET', 'connection: close'))
    expect(said).toMatch(/ok$/)
    expect(said).not.toContain('SECRET')
  }
  expect(seen).toHaveLength(3)
})

test('a second request in the same packet is a request of its own, with a connection of its own', async () => {
  const said = await send(head('GET') + head('GET', 'connection: close'))
  expect(said.match(/HTTP\/1\.1 200/g)).toHaveLength(2)
  expect(seen).toHaveLength(2)
})

test.each([
  ['no Host at all', 'GET /v1/models HTTP/1.0\r\n\r\n'],
  ['no Host in HTTP/1.1', 'GET /v1/models HTTP/1.1\r\nconnection: close\r\n\r\n'],
  ['two Hosts', head('GET', 'host: localhost', 'connection: close')],
  [
    'another server’s address',
    'GET http://evil.example/v1/models HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n',
  ],
  ['dots', 'GET /v1/../api/x HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n'],
])('%s: 400, and the connection is closed', async (_name, bytes) => {
  expect(await send(bytes)).toMatch(/^HTTP\/1\.[01] 400 /)
  expect(seen).toEqual([])
})

test('a body that is too long is refused in words, announced or not', async () => {
  const announced = await send(head('POST', 'connection: close', 'content-length: 100001'))
  expect(announced).toMatch(/^HTTP\/1\.1 413 [^]*"code":"payload_too_large"/)
  expect(seen).toEqual([])
  answer = ''
  const pieces = `${(70_000).toString(16)}\r\n${'x'.repeat(70_000)}\r\n`.repeat(3)
  const endless = await send(
    head('POST', 'connection: close', 'transfer-encoding: chunked') + pieces,
  )
  expect(endless).toMatch(/^HTTP\/1\.1 413 /)
})
