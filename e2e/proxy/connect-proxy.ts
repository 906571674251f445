import { once } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo, type Socket } from 'node:net'

export type ConnectProxy = {
  readonly url: string
  /** Targets that were asked for, `host:port`, with the credentials that came with each. */
  readonly asked: { readonly target: string; readonly credentials: string | undefined }[]
  /** Tunnels that are open now. */
  readonly open: number
  close(): Promise<void>
}

type Options = {
  /** Where every tunnel leads, whatever name was asked for. */
  readonly to: string
  /** Refuses with this status instead. */
  readonly refuseWith?: number
  /** Takes the request and never answers. */
  readonly isSilent?: boolean
}

/** A forward proxy as networks have them: it knows CONNECT and nothing else. */
export async function startConnectProxy({
  to,
  refuseWith,
  isSilent,
}: Options): Promise<ConnectProxy> {
  const target = new URL(to)
  const asked: { target: string; credentials: string | undefined }[] = []
  const sockets = new Set<Socket>()
  let open = 0
  const server = http.createServer((_request, response) => response.writeHead(405).end())
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('connect', (request, client: Socket, head: Buffer) => {
    client.on('error', () => undefined)
    asked.push({ target: request.url ?? '', credentials: request.headers['proxy-authorization'] })
    if (isSilent) return
    if (refuseWith !== undefined) {
      client.end(`HTTP/1.1 ${refuseWith} No\r\ncontent-length: 0\r\n\r\n`)
      return
    }
    const upstream = net.connect(Number(target.port), target.hostname, () => {
      open += 1
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      upstream.write(head)
      upstream.pipe(client)
      client.pipe(upstream)
    })
    upstream.on('error', () => client.destroy())
    upstream.on('close', () => client.destroy())
    client.on('close', () => {
      open -= 1
      upstream.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a listening TCP server has this shape
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    get open() {
      return open
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
