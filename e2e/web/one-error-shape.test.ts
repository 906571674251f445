import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { errorBodySchema } from '@askdesk/contracts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endAll, startReplica, startTickets, startWebServer } from '../replicas/rig.ts'

const folder = mkdtempSync(join(tmpdir(), 'askdesk-shape-'))
const nowhere = 'http://127.0.0.1:1'
let urls: Readonly<Record<'web' | 'proxy' | 'tickets', string>>

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<title>Askdesk</title>')
  writeFileSync(join(folder, 'assets', 'page.js'), 'export {}')
  // A file that nobody can read, whoever runs the tests.
  symlinkSync('loop.js', join(folder, 'assets', 'loop.js'))
  const quiet = { LOG_LEVEL: 'silent' }
  const [web, proxy, tickets] = await Promise.all([
    startWebServer({ ...quiet, CLIENT_FOLDER: folder, PROXY_URL: nowhere, TICKETS_URL: nowhere }),
    startReplica(nowhere, quiet),
    startTickets({ LOG_LEVEL: 'fatal' }),
  ])
  urls = { web: web.url, proxy: proxy.url, tickets: tickets.url }
})
afterAll(async () => {
  await endAll()
  rmSync(folder, { recursive: true })
})

/** Sends bytes as they are, and reads the answer to its end. */
async function send(service: keyof typeof urls, bytes: string) {
  const { port, hostname } = new URL(urls[service])
  const socket = net.connect(Number(port), hostname)
  await once(socket, 'connect')
  socket.write(bytes)
  const answer = await text(socket)
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  return {
    status: Number(head.split(' ')[1]),
    type: /^content-type: (.*)$/im.exec(head)?.[1],
    error: errorBodySchema.parse(JSON.parse(body)).error,
  }
}

const close = 'Connection: close\r\n\r\n'
const at = (start: string, more = ''): string =>
  `${start} HTTP/1.1\r\nHost: localhost\r\n${more}${close}`
const json = (length: number, body: string): string =>
  `Content-Type: application/json\r\nContent-Length: ${length}\r\n${close}${body}`

const everywhere: readonly (readonly [string, string, number])[] = [
  ['bytes that are no HTTP', '\u0016\u0003\u0001\u0002\r\n\r\n', 400],
  ['a method that does not exist', at('FOO /'), 400],
  ['a length that is no number', at('POST /', 'Content-Length: x\r\n'), 400],
  ['headers without an end', at('GET /', `X: ${'a'.repeat(40_000)}\r\n`), 431],
  ['an address without an end', at(`GET /${'a'.repeat(40_000)}`), 431],
  ['an address that cannot be read', at('GET /%zz'), 400],
  ['no Host', `GET / HTTP/1.1\r\n${close}`, 400],
  ['two Hosts', at('GET /', 'Host: localhost\r\n'), 400],
  ['a Host of others', `GET / HTTP/1.1\r\nHost: evil.example\r\n${close}`, 421],
  ['an expectation that nobody has', at('GET /', 'Expect: the-unexpected\r\n'), 417],
]

describe.each(['web', 'proxy', 'tickets'] as const)('%s answers in the one shape', (service) => {
  test.each(everywhere)('%s', async (_name, bytes, status) => {
    const answer = await send(service, bytes)
    expect(answer).toMatchObject({
      status,
      type: 'application/json; charset=utf-8',
      error: {
        message: expect.stringMatching(/^[A-Z].*[^.]\.$/),
        code: status === 421 ? 'wrong_host' : 'invalid_request',
        retryable: false,
        status,
      },
    })
  })
})

describe('the page’s server answers in the one shape', () => {
  test.each([
    ['an address of another server', at('GET http://localhost/'), 400, 'invalid_request'],
    [
      'a body that is no JSON',
      `POST /x HTTP/1.1\r\nHost: localhost\r\n${json(2, '{x')}`,
      400,
      'invalid_request',
    ],
    [
      'a body that is too large',
      `POST /x HTTP/1.1\r\nHost: localhost\r\n${json(90_000_000, '')}`,
      413,
      'payload_too_large',
    ],
    ['a file that is not there', at('GET /assets/gone.js'), 404, 'not_found'],
    ['a path out of the folder', at('GET /assets/../../x.js'), 403, 'invalid_request'],
    ['a zero byte', at('GET /assets/%00'), 403, 'invalid_request'],
    [
      'a range that is not there',
      at('GET /assets/page.js', 'Range: bytes=99-\r\n'),
      416,
      'invalid_request',
    ],
    [
      'another file than wanted',
      at('GET /assets/page.js', 'If-Match: "x"\r\n'),
      412,
      'invalid_request',
    ],
    ['a file that cannot be read', at('GET /assets/loop.js'), 500, 'internal'],
  ])('%s', async (_name, bytes, status, code) => {
    const answer = await send('web', bytes)
    expect(answer).toMatchObject({
      status,
      type: 'application/json; charset=utf-8',
      error: { message: expect.stringMatching(/^[A-Z].*[^.]\.$/), code, status },
    })
    expect(answer.error.type).toBe(
      status === 500
        ? 'internal_error'
        : status === 404
          ? 'not_found_error'
          : 'invalid_request_error',
    )
    expect(answer.error.retryable).toBe(status === 500)
  })
})
