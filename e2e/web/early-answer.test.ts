import net from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startUpstream, type Upstream } from '../proxy/harness.ts'
import {
  endAll,
  startReplica,
  startTickets,
  startWebServer,
  type Replica,
} from '../replicas/rig.ts'

const token = 'a-token-of-the-early-answers'
const services = new Map<string, Replica>()
let upstream: Upstream

beforeAll(async () => {
  upstream = await startUpstream((response) => response.end())
  const env = { PROXY_TOKENS: `maya=${token}`, RATE_LIMIT_PER_MINUTE: '0' }
  const [proxy, tickets] = await Promise.all([startReplica(upstream.url, env), startTickets(env)])
  const web = await startWebServer({ PROXY_URL: proxy.url, TICKETS_URL: tickets.url })
  services.set('proxy', proxy).set('tickets', tickets).set('web', web)
})
afterAll(async () => {
  await endAll()
  await upstream.close()
})

const toAssistant = '/api/ai/stream'
const toTickets = '/api/tickets/1042/messages'
const doors = [
  ['proxy', toAssistant],
  ['tickets', toTickets],
  ['web', toAssistant],
  ['web', toTickets],
] as const
const length = (bytes: number): string => `Content-Length: ${bytes}`
const chunked = 'Transfer-Encoding: chunked'

function connect(name: string, path: string, headers: readonly string[]): net.Socket {
  const { hostname, port } = new URL(services.get(name)?.url ?? '')
  const socket = net.connect(Number(port), hostname)
  const lines = [`POST ${path} HTTP/1.1`, `Host: ${hostname}:${port}`, ...headers]
  socket.write(`${[...lines, 'Content-Type: application/json'].join('\r\n')}\r\n\r\n`)
  return socket
}

/** Sends a whole body before it reads, as simple clients do; what it then reads, or the error. */
async function sendWhole(socket: net.Socket, body: Buffer): Promise<string> {
  try {
    socket.pause()
    await new Promise<void>((sent, failed) => {
      socket.once('error', failed)
      socket.write(body, (error) => (error ? failed(error) : sent()))
    })
    for await (const chunk of socket) return String(chunk).split('\r\n', 1)[0] ?? ''
    return 'closed without an answer'
  } catch (error) {
    return String(error)
  } finally {
    socket.destroy()
  }
}

const megabytes = 1024 * 1024
const large = Buffer.alloc(5 * megabytes, ' ')
const largeChunk = Buffer.concat([
  Buffer.from(`${large.length.toString(16)}\r\n`),
  large,
  Buffer.from('\r\n0\r\n\r\n'),
])
const isOurs = `Authorization: Bearer ${token}`

test.each(doors)('%s %s: a body far over the limit is answered, not reset', async (name, path) => {
  const kinds = [
    [[length(large.length)], large],
    [[length(large.length), 'Connection: close'], large],
    [[chunked], largeChunk],
    [[length(large.length), isOurs], large],
    [[chunked, isOurs], largeChunk],
  ] as const
  for (const [headers, body] of kinds) {
    const answers = new Set<string>()
    for (let times = 0; times < 10; times += 1) {
      answers.add(await sendWhole(connect(name, path, headers), body))
    }
    const statuses = [...answers].map((line) => line.replace('HTTP/1.1 ', ''))
    const allowed = /^(?:401 Unauthorized|413 Payload Too Large)$/
    expect(statuses.filter((status) => !allowed.test(status))).toEqual([])
  }
})

/** Uploads without end, until the service closes; the bytes that it took. */
function uploadForever(socket: net.Socket, piece: Buffer): Promise<number> {
  return new Promise((closed) => {
    const send = (): void => {
      while (socket.writable && socket.write(piece));
    }
    socket.on('drain', send)
    socket.on('error', () => undefined)
    socket.resume()
    socket.once('close', () => closed(socket.bytesWritten))
    send()
  })
}

const piece = Buffer.alloc(65_536, ' ')
const chunk = Buffer.concat([Buffer.from('10000\r\n'), piece, Buffer.from('\r\n')])

test.each(doors)('%s %s: an endless upload is cut off', async (name, path) => {
  const kinds = [
    [[length(1e12)], piece],
    [[chunked], chunk],
    [[chunked, 'Connection: close'], chunk],
    [[length(1e12), isOurs], piece],
    [[chunked, isOurs], chunk],
  ] as const
  for (const [headers, part] of kinds) {
    const taken = await uploadForever(connect(name, path, headers), part)
    expect(taken).toBeLessThan(64 * megabytes)
  }
})
