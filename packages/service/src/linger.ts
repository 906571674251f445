import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'

/** How long the rest of a refused body is read away, in milliseconds. */
const lingerTime = 2000
/** How much of it at the most. */
const lingerBytes = 32 * 1024 * 1024

/** Answers to whoever framed a request badly, or came by a foreign name or page. */
const distrusted = new Set([400, 403, 421])

/**
 * Lingering close (RFC 9112, section 9.6): an answer that comes before the end of its body is lost
 * to the client when the connection is closed over bytes that nobody has read. So what is on its way
 * is read away for a while; whoever sends on without end is then cut off.
 */
export function registerLinger(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    if (!hasMore(request.raw)) return
    reply.removeHeader('connection')
    linger(request.raw, reply.raw, distrusted.has(reply.statusCode))
  })
}

/** Whether the end of a request's body is still to come. */
export function hasMore({ complete, headers }: IncomingMessage): boolean {
  const isEmpty = Number(headers['content-length'] ?? 0) === 0
  return !complete && (!isEmpty || headers['transfer-encoding'] !== undefined)
}

/**
 * Reads away what is still to come of a body that is answered already, within bounds. Comes before
 * the answer's head.
 *
 * @param isLast Nothing may follow on this connection, as where the body ends is not to be trusted.
 */
export function linger(incoming: IncomingMessage, outgoing: ServerResponse, isLast = false): void {
  const { socket } = incoming
  const closes = isLast || !outgoing.shouldKeepAlive
  // Otherwise Node closes as soon as the answer is out.
  outgoing.shouldKeepAlive = true
  const timer = setTimeout(() => socket.destroy(), lingerTime).unref()
  let bytes = 0
  const count = (chunk: Buffer): void => {
    bytes += chunk.length
    if (bytes > lingerBytes) socket.destroy()
  }
  incoming.once('end', () => {
    if (closes) socket.end()
  })
  incoming.once('close', () => clearTimeout(timer))
  // Listened to before the answer is out, as Node throws away unseen what nobody has begun to read.
  incoming.on('data', count)
  incoming.resume()
}
