import type { ErrorBody } from '@askdesk/contracts'
import { retryAfterSeconds, ServiceError } from '@askdesk/service'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Answers a request that was refused or failed, in the one error shape of all services. */
export function answerError(
  error: Error & { statusCode?: number },
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  // Closes the connection: what else may come on it after a request that was refused is not read.
  reply.header('connection', 'close')
  const failure = error instanceof ServiceError ? error : asServiceError(error.statusCode ?? 500)
  if (failure.status >= 500 && failure !== error) request.log.error(error)
  const retryAfter = retryAfterSeconds(failure.error)
  if (retryAfter) reply.header('retry-after', retryAfter)
  return reply.code(failure.status).send(failure.body)
}

/** The framework's own errors, in our words: its own say nothing to a person. */
const sentences: Readonly<Record<number, string>> = {
  400: 'The request cannot be read. Check its address, its headers and its body.',
  403: 'There is no file that may be read at this address.',
  412: 'The file is another one by now. Load it again.',
  413: 'The body of the request is too large for this address.',
  415: 'The body of the request is of a kind that is not read here.',
  416: 'The file does not reach as far as the range that was asked for. Load all of it.',
}

function asServiceError(status: number): ServiceError {
  if (status >= 500) {
    return new ServiceError(
      'internal',
      'The web server failed. Try again; if it lasts, look at its log.',
    )
  }
  const code = status === 413 ? 'payload_too_large' : 'invalid_request'
  const message = sentences[status] ?? 'The request was refused. Check its headers and its body.'
  return new ServiceError(code, message, { status })
}

export function notFound(path: string): ErrorBody {
  return new ServiceError('not_found', `There is nothing at ${path}.`).body
}

export function badAddress(): ErrorBody {
  return new ServiceError('invalid_request', 'The address of a request must begin with a slash.')
    .body
}
