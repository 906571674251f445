import { createServer, request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export type TapRelay = {
  readonly url: string
  /** Everything that went to the browser so far: heads and bodies. */
  readonly seen: () => string
  readonly close: () => void
}

/** Stands between the browser and the product and writes down all that a browser is given. */
export async function startTapRelay(target: string): Promise<TapRelay> {
  const parts: Buffer[] = []
  const server = createServer((asked, answer) => {
    // Packed, a secret would not be found.
    const { 'accept-encoding': _packing, ...headers } = asked.headers
    const upstream = request(`${target}${asked.url}`, { method: asked.method, headers })
    upstream.on('response', (response: IncomingMessage) => {
      parts.push(Buffer.from(`\n${response.statusCode} ${JSON.stringify(response.rawHeaders)}\n`))
      response.on('data', (bytes: Buffer) => parts.push(bytes))
      answer.writeHead(response.statusCode ?? 502, response.rawHeaders)
      answer.flushHeaders()
      response.pipe(answer)
      response.on('error', () => answer.destroy())
    })
    upstream.on('error', () => answer.destroy())
    answer.on('close', () => upstream.destroy())
    asked.pipe(upstream)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A listening TCP server has an address of this kind.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    seen: () => Buffer.concat(parts).toString(),
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
