import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'

/** How long the rest of a refused body is read away, in milliseconds. */
const lingerTime = 2000
/** How much of it at the most. */
const lingerBytes = 32 * 1024 * 1024

/**
 * Lingering close (RFC 9112, section 9.6): an answer that comes before the end of its body is lost
 * to the client when the connection is closed over bytes that nobody has read. So what is on its way
 * is read away for a while; whoever sends on without end is then cut off. The answer says
 * `Connection: close`, as where a refused body ends is not to be trusted.
 */
export function registerLinger(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    if (!hasMore(request.raw)) return
    reply.header('connection', 'close')
    linger(request.raw)
  })
}

/** Whether the end of a request's body is still to come. */
export function hasMore({ complete, readableEnded, headers }: IncomingMessage): boolean {
  const isEmpty = Number(headers['content-length'] ?? 0) === 0
  return !complete && !readableEnded && (!isEmpty || headers['transfer-encoding'] !== undefined)
}

/**
 * Reads away what is still to come of a body that is answered already, within bounds. Comes before
 * the answer's head, which must say `Connection: close`.
 */
export function linger(incoming: IncomingMessage): void {
  const { socket } = incoming
  // A request that was injected has no connection.
  if (!('destroySoon' in socket)) return
  const close = socket.destroySoon.bind(socket)
  // Node calls it as soon as the last answer of a connection is out.
  socket.destroySoon = () => {
    if (incoming.complete) close()
    else incoming.once('end', close)
  }
  const timer = setTimeout(() => socket.destroy(), lingerTime).unref()
  let bytes = 0
  incoming.once('close', () => clearTimeout(timer))
  // Listened to before the answer is out, as Node throws away unseen what nobody has begun to read.
  incoming.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > lingerBytes) socket.destroy()
  })
  incoming.resume()
}
