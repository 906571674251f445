import { connect } from 'node:net'
import type { Random } from './random.ts'

const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'get',
  'FOO',
  '',
]
const paths = [
  '/',
  '/index.html',
  '/healthz',
  '/readyz',
  '/metrics',
  '/api/session',
  '/api/session/oidc/callback?code=x&state=y',
  '/api/ai/providers',
  '/api/ai/stream',
  '/api/ai/feedback',
  '/api/ai/usage?from=yesterday',
  '/api/ai/runs/x?after=-1',
  '/v1/models',
  '/v1/chat/completions',
  '/api/tickets',
  '/api/tickets?q=a%20b%20c%20d%20e%20f%20g%20h%20i%20j%20k%20l&view=all',
  '/api/tickets?limit=9e9&sort=%00',
  '/api/tickets/1042',
  '/api/tickets/1042/messages',
  '/api/tickets/99999999999',
  '/api/tickets/agents/x/disable',
  '/internal/ledger',
  '/../../etc/passwd',
  '/%2e%2e/%2e%2e/x',
  '/api//tickets',
  '//evil.example/',
  'http://evil.example/',
  '*',
  '/\u0000',
  '/%ff%fe',
]
const headerLines = [
  'host: localhost',
  'host: localhost',
  'host: localhost',
  'host: evil.example',
  'host:',
  'Connection: keep-alive',
  'Connection: content-length',
  'Connection: transfer-encoding, close',
  'Connection: host, cookie, authorization',
  'transfer-encoding: chunked',
  'Transfer-Encoding: gzip, chunked',
  'transfer-encoding : chunked',
  'content-length: 0',
  'content-length: 7',
  'content-length: -1',
  'content-length: 1e3',
  'content-length: 99999999999999999999',
  'content-type: application/json',
  'content-type: text/plain',
  'content-encoding: gzip',
  'expect: 100-continue',
  'upgrade: websocket',
  'origin: https://evil.example',
  'origin: null',
  'sec-fetch-site: cross-site',
  'authorization: Bearer a.b.c',
  'authorization: \u00ff\u00fe',
  'cookie: askdesk-session=../../x; __Host-askdesk=1',
  'x-forwarded-for: 1.2.3.4, ::1',
  'x-forwarded-host: evil.example',
  'x-forwarded-proto: gopher',
  'x-askdesk-agent: %E0%A4%A',
  'x-askdesk-service: guess',
  'if-match: "x"',
  'range: bytes=0-0,-1',
  ` folded: line`,
  'no colon',
  `long: ${'x'.repeat(9000)}`,
]

/** Bodies that once cost much, among ones that are only odd. */
const bodies: readonly (() => string)[] = [
  () => '',
  () => '{}',
  () => '{"a":',
  () => '7\r\nabcdefg\r\n0\r\n\r\n',
  () => 'ffffffff\r\n',
  () => '\u0000\u0001\u0002',
  () => '['.repeat(20_000),
  () => JSON.stringify({ traceId: 'x', value: 1, metadata: manyKeys(40_000) }),
  () =>
    JSON.stringify({
      model: 'groq/auto',
      messages: [{ role: 'user', content: 'x' }],
      logit_bias: manyKeys(40_000),
    }),
  () => JSON.stringify({ model: 'groq/auto', messages: Array.from({ length: 60_000 }, () => 7) }),
  () => JSON.stringify({ version: 1, tags: Array.from({ length: 90_000 }, () => 1) }),
  () => JSON.stringify({ kind: 'note', body: 'x'.repeat(900_000) }),
]

function manyKeys(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'wrong']))
}

/** Bytes that are nearly a request. */
export function rawRequest(random: Random): string {
  const lines = Array.from({ length: 1 + random.int(5) }, () => random.pick(headerLines))
  const body = random.pick(bodies)()
  // Half of them are framed as they should be, so that the body is looked at.
  if (random.chance(0.5)) {
    lines.push('content-type: application/json', `content-length: ${Buffer.byteLength(body)}`)
  }
  const version = random.chance(0.9)
    ? 'HTTP/1.1'
    : random.pick(['HTTP/1.0', 'HTTP/2.0', 'HTTP', ''])
  const end = random.chance(0.95) ? '\r\n' : '\n'
  const start = `${random.pick(methods)} ${random.pick(paths)} ${version}`
  return [start, ...lines, '', body].join(end)
}

/** Sends bytes as they are; gives all that comes until the connection closes or nothing more does. */
export function exchange(port: number, bytes: string, patienceMs: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let answer = ''
    const done = (): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(answer)
    }
    let timer = setTimeout(done, patienceMs)
    socket.on('error', done)
    socket.on('close', done)
    socket.on('data', (data) => {
      answer += data.toString('latin1')
      // It has answered; whether it closes is its own affair.
      clearTimeout(timer)
      timer = setTimeout(done, 100)
    })
    socket.write(bytes, 'latin1')
  })
}
