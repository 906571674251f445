import fastify, { LogController, type FastifyError, type FastifyInstance } from 'fastify'
import type { Config } from '../config/config.ts'
import { ProxyError, retryAfterSeconds } from '../errors/proxy-error.ts'
import { createLogStream } from './log-stream.ts'
import { refuseBrokenRequest, trustOf } from '@askdesk/service'
import type { Masking } from '../redaction/secret-mask.ts'

const jsonType = /^application\/json(?:\s*;\s*charset="?utf-8"?)?$/i

/** The HTTP server without a route: what it accepts, how long it waits, and how it says no. */
export function createServer(config: Config, masking: Masking): FastifyInstance {
  const server = fastify({
    bodyLimit: config.limits.bodyLimitBytes,
    trustProxy: config.access.trustProxy.length > 0 ? trustOf(config.access) : false,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    frameworkErrors(_error, _request, reply) {
      const text = JSON.stringify(badAddress().body)
      reply.raw.writeHead(400, {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(text),
      })
      reply.raw.end(text)
    },
    clientErrorHandler: refuseBrokenRequest,
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    http: {
      headersTimeout: 15_000,
      connectionsCheckingInterval: 2000,
      // The door refuses a request without one, in words.
      requireHostHeader: false,
    },
    routerOptions: { maxParamLength: 200 },
    logger:
      config.logLevel === 'silent'
        ? false
        : {
            level: config.logLevel,
            stream: createLogStream(masking.text),
          },
  })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    // Fastify matches loosely; a type with anything but a charset behind it is not the one we check for.
    const coding = request.headers['content-encoding'] ?? 'identity'
    if (coding !== 'identity') done(compressed())
    else if (jsonType.test(request.headers['content-type'] ?? '')) done(null, body)
    else done(wrongType())
  })
  server.setErrorHandler((error: FastifyError | ProxyError, request, reply) => {
    const isOurs = error instanceof ProxyError
    const failure = isOurs ? error : asProxyError(error, config)
    if (!isOurs && failure.status >= 500) request.log.error({ err: error }, 'unexpected error')
    // Something beside us is away; the log says what, and why.
    if (isOurs && failure.error.code === 'unavailable' && failure.cause instanceof Error)
      request.log.warn({ cause: failure.cause.message }, failure.message)
    if (reply.raw.destroyed || reply.sent) return reply
    const retryAfter = retryAfterSeconds(failure.error)
    if (retryAfter) reply.header('retry-after', retryAfter)
    if (failure.status === 401) reply.header('www-authenticate', 'Bearer')
    return reply.code(failure.status).send(failure.body)
  })
  server.setNotFoundHandler((_request, reply) => {
    const { body } = new ProxyError(
      'invalid_request',
      'There is nothing at this address. The proxy answers at /api/ai/stream, /api/ai/providers and /v1/chat/completions.',
      { type: 'not_found_error', status: 404 },
    )
    return reply.code(404).send(body)
  })
  server.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff')
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
  return server
}

function badAddress(): ProxyError {
  return new ProxyError(
    'invalid_request',
    'The address of this request cannot be read. Check its path for stray characters.',
  )
}

function compressed(): ProxyError {
  return new ProxyError(
    'invalid_request',
    'Compressed bodies are not read here. Send the JSON as it is, without “Content-Encoding”.',
    { status: 415 },
  )
}

function wrongType(): ProxyError {
  return new ProxyError(
    'invalid_request',
    'The body must be JSON: send it with “Content-Type: application/json”.',
    { status: 415 },
  )
}

/** Fastify's own errors, in our words. Anything unforeseen says nothing but that. */
function asProxyError(error: FastifyError, config: Config): ProxyError {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new ProxyError(
      'payload_too_large',
      `The request body is larger than ${config.limits.bodyLimitBytes} bytes. Shorten the conversation, or ask the operator to raise BODY_LIMIT_BYTES.`,
    )
  }
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return wrongType()
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new ProxyError(
      'invalid_request',
      'The request cannot be read. Check its headers and body.',
      { status: error.statusCode },
    )
  }
  return new ProxyError(
    'internal',
    'Something went wrong in the proxy. Try again; if it lasts, tell the operator.',
  )
}
