import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import net, { type AddressInfo, type Socket } from 'node:net'
import tls from 'node:tls'

export type RawUpstream = {
  readonly url: string
  /** Connections that were made so far. */
  readonly connections: number
  /** Resolves when every connection is closed, by whomever. */
  closed(): Promise<void>
  close(): Promise<void>
}

export type RawOptions = {
  /** Speaks TLS, with a certificate that nobody has signed. */
  readonly selfSigned?: boolean
  /** Called with each new connection instead of with each request. */
  readonly onConnection?: boolean
  /** @default any free one */
  readonly port?: number
}

/** An upstream that speaks bytes, not HTTP; it answers once a whole request has come. */
export async function startRawUpstream(
  answer: (socket: Socket, request: number, onSocket: number, received: string) => void,
  { selfSigned = false, onConnection = false, port: wanted = 0 }: RawOptions = {},
): Promise<RawUpstream> {
  const sockets = new Set<Socket>()
  let connections = 0
  let requests = 0
  const accept = (socket: Socket): void => {
    connections += 1
    let onSocket = 0
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    if (onConnection) {
      socket.resume()
      return answer(socket, connections, 1, '')
    }
    let received = ''
    socket.on('data', (data) => {
      received += data.toString('latin1')
      if (!isWhole(received)) return
      requests += 1
      onSocket += 1
      const request = received
      received = ''
      answer(socket, requests, onSocket, request)
    })
  }
  const server = selfSigned
    ? tls.createServer({ key: fixture('key'), cert: fixture('crt') }, accept)
    : net.createServer(accept)
  server.on('tlsClientError', () => undefined)
  server.listen(wanted, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a listening TCP server has this shape
  return {
    url: `http://127.0.0.1:${port}`,
    get connections() {
      return connections
    },
    async closed() {
      await Promise.all([...sockets].map((socket) => once(socket, 'close')))
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export function fixture(name: string): Buffer {
  return readFileSync(new URL(`./__fixtures__/self-signed.${name}.pem`, import.meta.url))
}

/** Whether the bytes are a whole request with a body. */
function isWhole(received: string): boolean {
  const head = received.indexOf('\r\n\r\n')
  const length = /content-length: (\d+)/i.exec(received)?.[1]
  return head !== -1 && received.length >= head + 4 + Number(length ?? 0)
}

const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n'

/** The head of an event stream whose length is not known before. */
export const streamHead = `${head}transfer-encoding: chunked\r\n\r\n`

/** A chunk of a chunked body. */
export function hex(text: string | Buffer): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([
    Buffer.from(`${bytes.length.toString(16)}\r\n`),
    bytes,
    Buffer.from('\r\n'),
  ])
}

/** A whole answer with a status and a body. */
export function wholeAnswer(
  status: number,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
): Buffer {
  const bytes = Buffer.from(body)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const start = `HTTP/1.1 ${status} X\r\ncontent-length: ${bytes.length}\r\n${lines.join('')}\r\n`
  return Buffer.concat([Buffer.from(start), bytes])
}
