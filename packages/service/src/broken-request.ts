import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { ServiceError } from './errors.ts'

/** How long a client that sent nonsense may take to read that it did. */
const partingTime = 1000

/**
 * Answers what is no HTTP request, or never became one, in the one shape of all errors, and closes
 * the connection. The parser's own words say nothing to a person.
 */
export function refuseBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const { status, body } = failureOf(error.code)
  const text = JSON.stringify(body)
  socket.end(
    [
      `HTTP/1.1 ${status} ${reasons[status] ?? 'Bad Request'}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(text)}`,
      'x-content-type-options: nosniff',
      'cache-control: no-store',
      'connection: close',
      '',
      text,
    ].join('\r\n'),
  )
  // Lingering close: closed at once, bytes sent meanwhile would turn the answer into a reset.
  setTimeout(() => socket.destroy(), partingTime).unref()
}

/** Answers a wish in `Expect` that nobody knows in the one shape, too; Node's own answer is empty. */
export function refuseExpectations({ server }: FastifyInstance): void {
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const { status, body } = new ServiceError(
      'invalid_request',
      'This server knows no other Expect than “100-continue”. Send the request without it.',
      { status: 417 },
    )
    const text = JSON.stringify(body)
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
      connection: 'close',
    })
    response.end(text)
  })
}

const reasons: Readonly<Record<number, string>> = {
  408: 'Request Timeout',
  413: 'Payload Too Large',
  431: 'Request Header Fields Too Large',
}

function failureOf(code: string | undefined): ServiceError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new ServiceError(
      'invalid_request',
      'The request did not arrive in time. Send it again; if it lasts, check the connection.',
      { status: 408, retryable: true },
    )
  }
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new ServiceError(
      'invalid_request',
      'The headers of the request are too large. Send fewer or shorter ones; cookies are a common cause.',
      { status: 431 },
    )
  }
  return new ServiceError(
    'invalid_request',
    'This is not a request that can be read. Check how its head and its length are written.',
  )
}
