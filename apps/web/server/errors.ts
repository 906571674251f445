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
  if (error instanceof ServiceError) {
    const retryAfter = retryAfterSeconds(error.error)
    if (retryAfter) reply.header('retry-after', retryAfter)
    return reply.code(error.status).send(error.body)
  }
  const status = error.statusCode ?? 500
  if (status < 500) {
    return reply.code(status).send(errorBody(`The request was refused: ${error.message}.`))
  }
  request.log.error(error)
  const body = errorBody('The web server failed. Try again; if it lasts, look at its log.')
  body.error.code = 'internal'
  return reply.code(500).send(body)
}

export function errorBody(message: string): ErrorBody {
  return {
    error: { message, type: 'invalid_request_error', code: 'invalid_request', retryable: false },
  }
}
