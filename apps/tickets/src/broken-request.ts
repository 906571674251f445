import type { Socket } from 'node:net'
import { errorBody } from './errors.ts'

const faults: Record<string, { status: number; phrase: string; message: string }> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    phrase: 'Request Header Fields Too Large',
    message: 'The request headers are too large.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    phrase: 'Request Timeout',
    message: 'The request took too long to arrive. Send it again.',
  },
}
const malformed = {
  status: 400,
  phrase: 'Bad Request',
  message: 'The request is not valid HTTP.',
}

/** Answers what never became a request, in the one error shape, and hangs up. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const { status, phrase, message } = faults[error.code ?? ''] ?? malformed
  const fault = { status, type: 'invalid_request_error', code: 'invalid_request' } as const
  const body = JSON.stringify(errorBody(fault, message))
  const head = [
    `HTTP/1.1 ${status} ${phrase}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
