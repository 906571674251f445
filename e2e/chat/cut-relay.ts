import { createServer, connect, type AddressInfo, type Socket } from 'node:net'

export type CutRelay = {
  readonly url: string
  /** Breaks every connection that is open now, as a router that restarts does. */
  readonly cut: () => void
  readonly close: () => void
}

/** Stands between the browser and the product, byte for byte, and can be cut through. */
export async function startCutRelay(target: string): Promise<CutRelay> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  // A listening TCP server has an address of this kind.
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut,
    close: () => {
      server.close()
      cut()
    },
  }
}
