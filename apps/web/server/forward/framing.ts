import type { IncomingMessage } from 'node:http'
import { ServiceError } from '@askdesk/service'

/** The body that a request brings: none, so many bytes, or chunks until it says that it ends. */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }

const withBody = new Set(['POST', 'PUT', 'PATCH'])

/**
 * Reads how a request's body is framed, for a forwarder that frames it anew. A body where none
 * belongs is refused: two parties that disagree on where a message ends read the rest of it as
 * somebody's next request (request smuggling, RFC 9112, section 11.2).
 *
 * @throws ServiceError 400 for framing that cannot be trusted, 413 for a body that is too long.
 */
export function readFraming({ method = '', headers }: IncomingMessage, limit: number): Framing {
  const coding = headers['transfer-encoding']
  const length = headers['content-length']
  if (coding !== undefined && length !== undefined) throw badFraming()
  if (coding !== undefined && coding.trim().toLowerCase() !== 'chunked') throw badFraming()
  if (length !== undefined && !/^\d{1,15}$/.test(length)) throw badFraming()
  const bytes = Number(length ?? 0)
  if (!withBody.has(method)) {
    if (coding === undefined && bytes === 0) return { kind: 'none' }
    throw new ServiceError(
      'invalid_request',
      `A ${method} request has no body here. Send it without one.`,
    )
  }
  if (bytes > limit) throw tooLarge(limit)
  return coding === undefined ? { kind: 'length', bytes } : { kind: 'chunked' }
}

export function tooLarge(limit: number): ServiceError {
  return new ServiceError(
    'payload_too_large',
    `The request body is larger than ${limit} bytes. Send less, or ask the operator to raise BODY_LIMIT_BYTES.`,
  )
}

function badFraming(): ServiceError {
  return new ServiceError(
    'invalid_request',
    'The length of the request body is not clear. Send either one Content-Length or “Transfer-Encoding: chunked”.',
  )
}
