import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Proxy } from '../proxy/harness.ts'
import { endAll, programs, startBalancer, startWebServer } from '../replicas/rig.ts'

/** Everything that the service behind the web server was sent, in the order of its connections. */
let seen: string[] = []
const sockets = new Set<Socket>()
const service = createServer((socket) => {
  const at = seen.push('') - 1
  sockets.add(socket)
  socket.on('error', () => undefined)
  socket.on('data', (data) => {
    const isFirst = seen[at] === ''
    seen[at] += data.toString('latin1')
    if (isFirst) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
  })
})
let nginx: Proxy

beforeAll(async () => {
  service.listen(0, '127.0.0.1')
  await once(service, 'listening')
  if (!programs) return
  const { port } = service.address() as AddressInfo // a listening TCP server has this shape
  const behind = `http://127.0.0.1:${port}`
  const web = await startWebServer({ PROXY_URL: behind, TICKETS_URL: behind })
  nginx = await startBalancer([web], '$http_connection')
})
beforeEach(() => {
  seen = []
})
afterAll(async () => {
  await endAll()
  for (const socket of sockets) socket.destroy()
  service.close()
})

const hidden = 'POST /api/ai/stream HTTP/1.1\r\nhost: localhost\r\ncontent-length: 2\r\n\r\n{}'
const chunked = `${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`

/** Sends a request with `Connection: close`, for nginx too, and reads all that comes. */
async function send(method: string, headers: readonly string[], body: string): Promise<string> {
  const socket = connect(Number(new URL(nginx.url).port), '127.0.0.1')
  socket.on('error', () => undefined)
  const head = [`${method} /v1/models HTTP/1.1`, 'host: localhost', ...headers, '', '']
  socket.write(head.join('\r\n') + body, 'latin1')
  return text(socket)
}

describe.skipIf(!programs)(
  'through nginx, which hands the client\u2019s Connection header on',
  () => {
    test.each(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'POST', 'PUT', 'PATCH'])(
      '%s smuggles no request, whatever Connection names',
      async (method) => {
        const length = `content-length: ${hidden.length}`
        const coding = 'transfer-encoding: chunked'
        for (const named of ['content-length', 'transfer-encoding', 'origin', 'content-type']) {
          await send(method, [`connection: close, ${named}`, length], hidden)
          await send(method, [`connection: close, ${named}`, coding], chunked)
        }
        expect(seen).toEqual([])
        const next = await send('GET', ['connection: close'], '')
        expect(next).toMatch(/^HTTP\/1\.1 200 /)
        expect(seen).toEqual([expect.stringMatching(/^GET \/v1\/models HTTP/)])
      },
    )
  },
)
