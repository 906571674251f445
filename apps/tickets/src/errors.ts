import type { ErrorBody, ErrorCode } from '@askdesk/contracts'
import { retryAfterSeconds, ServiceError } from '@askdesk/service'
import { findFault, type DatabaseFault, type FaultKind } from './db/faults.ts'
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify'

type ClientFault = { status: number; type: string; code: ErrorCode }

/** A request that the caller can put right; the message goes to the caller as it is. */
export class InvalidRequestError extends Error {
  override name = 'InvalidRequestError'
  readonly code = 'invalid_request'
}

/** There is no such ticket. */
export class TicketNotFoundError extends Error {
  override name = 'TicketNotFoundError'
  readonly code = 'invalid_request'

  constructor(id: number) {
    super(`There is no ticket #${id}.`)
  }
}

const invalid: ClientFault = { status: 400, type: 'invalid_request_error', code: 'invalid_request' }
const notFound: ClientFault = { status: 404, type: 'not_found_error', code: 'invalid_request' }
const internalMessage =
  'The tickets service failed on its side. Try again; if it stays so, its log says why.'

/** The body of an answer to a client's fault. */
function errorBody(fault: ClientFault, message: string): ErrorBody {
  const { status, type, code } = fault
  return { error: { message, type, code, retryable: false, status } }
}

/** The body of a 409: the caller must look at the ticket before trying again. */
export function conflictBody(id: number, sent: number, current: number): ErrorBody {
  return errorBody(
    { status: 409, type: 'conflict_error', code: 'invalid_request' },
    `Ticket #${id} has changed since you read it: you sent version ${sent}, it is now at ` +
      `version ${current}. Look at the ticket as it is now and send your change again with that version.`,
  )
}

/** The body of a 422: a key that stood for another text before. */
export function reusedKeyBody(): ErrorBody {
  return errorBody(
    { status: 422, type: 'invalid_request_error', code: 'invalid_request' },
    'This Idempotency-Key was sent with another text before. Send a new key for a new message.',
  )
}

/** Every address that no route answers. */
export function answerUnknownAddress(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply
    .code(404)
    .send(errorBody(notFound, 'The tickets service has nothing at this address and method.'))
}

/** The one error handler: a sentence for the caller's own faults, a fixed one for ours. */
export function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof ServiceError) {
    if (error.status === 503 && error.cause instanceof Error)
      request.log.warn({ cause: error.cause.message }, error.message)
    return answerServiceError(error, reply)
  }
  const known = describeClientFault(error)
  if (known !== undefined) {
    return reply.code(known.fault.status).send(errorBody(known.fault, known.message))
  }
  const fault = findFault(error)
  if (fault !== undefined) return answerFault(fault, request, reply)
  logFailure(request.log, error)
  const body: ErrorBody = {
    error: {
      message: internalMessage,
      type: 'server_error',
      code: 'internal',
      // Whether a write that failed was done is not known; reading again is always safe.
      retryable: request.method === 'GET',
      status: 500,
    },
  }
  return reply.code(500).send(body)
}

const faultSentences: Readonly<Record<FaultKind, string>> = {
  slow: 'The database took too long over this. Ask for less at once, such as a search of longer words, or try again.',
  busy: 'The database has too much to do at the moment. Try again.',
  away: 'The database cannot be reached. Try again in a moment; if it lasts, tell the operator.',
  stopped:
    'The database stopped in the middle of this. Look whether your change was made, then try again.',
  full: 'The disk of the database is full, so nothing can be changed. Tell the operator.',
}

function answerFault(
  fault: DatabaseFault,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  request.log.error({ fault: fault.kind, code: fault.code }, fault.message)
  const error = new ServiceError('unavailable', faultSentences[fault.kind], {
    retryable: fault.kind !== 'full' && (request.method === 'GET' || fault.kind === 'busy'),
    retryAfterMs: 2000,
  })
  return answerServiceError(error, reply)
}

function answerServiceError(error: ServiceError, reply: FastifyReply): FastifyReply {
  const retryAfter = retryAfterSeconds(error.error)
  if (retryAfter) reply.header('retry-after', retryAfter)
  if (error.status === 401) reply.header('www-authenticate', 'Bearer')
  return reply.code(error.status).send(error.body)
}

function describeClientFault(error: unknown): { fault: ClientFault; message: string } | undefined {
  if (error instanceof InvalidRequestError) return { fault: invalid, message: error.message }
  if (error instanceof TicketNotFoundError) return { fault: notFound, message: error.message }
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined
  switch (error.statusCode) {
    case 413:
      return {
        fault: { status: 413, type: 'invalid_request_error', code: 'payload_too_large' },
        message: 'The request body is too large. Send at most 1 MiB.',
      }
    case 415:
      return {
        fault: { ...invalid, status: 415 },
        message:
          'The request body must be plain JSON, sent with content-type: application/json ' +
          'and no content-encoding.',
      }
    case 400:
      return { fault: invalid, message: describeBadRequest(error) }
    default:
      return undefined
  }
}

function describeBadRequest(error: Error): string {
  const code = 'code' in error ? error.code : undefined
  if (code === 'FST_ERR_CTP_EMPTY_JSON_BODY')
    return 'The request body is empty; send a JSON object.'
  if (code === 'FST_ERR_BAD_URL') return 'The address is not a valid URL path.'
  if (error instanceof SyntaxError || code === 'FST_ERR_CTP_INVALID_JSON_BODY') {
    return 'The request body is not valid JSON, or it holds a forbidden key such as __proto__.'
  }
  return 'The request could not be read. Check its headers and body.'
}

/**
 * Logs what broke without what was in it: the message of a failed query repeats its values, and
 * those are somebody's ticket.
 */
export function logFailure(logger: FastifyBaseLogger, error: unknown): void {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) {
    logger.error({ cause: 'unknown' }, 'request failed')
    return
  }
  const frames = cause.stack?.split('\n').filter((line) => line.trimStart().startsWith('at '))
  const code = 'code' in cause ? cause.code : undefined
  logger.error({ cause: cause.name, code, stack: frames?.join('\n') }, 'request failed')
}
