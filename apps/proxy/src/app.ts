import cors from '@fastify/cors'
import fastify, { LogController, type FastifyError, type FastifyInstance } from 'fastify'
import { registerGuard } from './access/guard.ts'
import type { Services } from './answer.ts'
import { secretsOf, type Config } from './config.ts'
import { ProxyError, retryAfterSeconds } from './errors.ts'
import { createUpstreamClient } from './portkey/upstream.ts'
import { createHealthBook } from './provider-health.ts'
import { registerHealthRoutes } from './routes/health.ts'
import { registerProvidersRoute } from './routes/providers.ts'
import { registerRunRoutes } from './routes/runs.ts'
import { registerStreamRoute } from './routes/stream.ts'
import { createRunRegistry } from './runs/run-registry.ts'
import { maskText } from './runs/secret-mask.ts'

const finishedRunBytes = 64 * 1024 * 1024

export type ProxyApp = {
  readonly server: FastifyInstance
  /** Stops taking questions, lets replies go on for the drain time, then ends them with an end event. */
  drain(): Promise<void>
}

/** The proxy as a whole, ready to listen. Nothing here reads the environment. */
export async function buildApp(config: Config): Promise<ProxyApp> {
  const shortest = Math.min(
    config.timeouts.firstByte,
    config.timeouts.idle,
    config.timeouts.resumeWindow || 1000,
  )
  const registry = createRunRegistry({
    totalBytes: finishedRunBytes,
    tickMs: Math.max(10, Math.min(250, shortest / 4)),
  })
  const client = createUpstreamClient(config.upstream.baseUrl)
  const services: Services = {
    config,
    registry,
    client,
    health: createHealthBook(() => Date.now()),
  }
  const secrets = secretsOf(config)
  let draining = false

  const server = fastify({
    bodyLimit: config.limits.bodyLimitBytes,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    frameworkErrors(_error, _request, reply) {
      reply.raw.writeHead(400, { 'content-type': 'application/json; charset=utf-8' })
      reply.raw.end(JSON.stringify(badAddress().body))
    },
    requestTimeout: 30_000,
    keepAliveTimeout: 72_000,
    http: { headersTimeout: 15_000, connectionsCheckingInterval: 2000 },
    routerOptions: { maxParamLength: 200 },
    logger:
      config.logLevel === 'silent'
        ? false
        : {
            level: config.logLevel,
            hooks: { streamWrite: (line: string) => maskText(line, secrets) },
          },
  })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    // Fastify matches loosely; a type with anything but a charset behind it is not the one we check for.
    if (
      /^application\/json(?:\s*;\s*charset="?utf-8"?)?$/i.test(
        request.headers['content-type'] ?? '',
      )
    )
      done(null, body)
    else done(wrongType())
  })
  server.setErrorHandler((error: FastifyError | ProxyError, request, reply) => {
    const failure = error instanceof ProxyError ? error : asProxyError(error, config)
    if (failure.status >= 500 && !(error instanceof ProxyError))
      request.log.error({ err: error }, 'unexpected error')
    if (reply.raw.destroyed || reply.sent) return reply
    const retryAfter = retryAfterSeconds(failure.error)
    if (retryAfter) reply.header('retry-after', retryAfter)
    if (failure.status === 401) reply.header('www-authenticate', 'Bearer')
    return reply.code(failure.status).send(failure.body)
  })
  server.setNotFoundHandler((_request, reply) => {
    const { body } = new ProxyError(
      'invalid_request',
      'There is nothing at this address. The proxy answers at /api/ai/stream and /api/ai/providers.',
      { type: 'not_found_error', status: 404 },
    )
    return reply.code(404).send(body)
  })
  server.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff')
  })
  await server.register(cors, {
    origin: [...config.corsOrigins],
    methods: ['GET', 'POST', 'DELETE'],
    allowedHeaders: ['content-type', 'authorization'],
    maxAge: 600,
    strictPreflight: false,
  })
  registerHealthRoutes(server, () => draining)
  await server.register(async (api) => {
    registerGuard(api, config)
    registerProvidersRoute(api, services)
    registerStreamRoute(api, services)
    registerRunRoutes(api, services)
  })
  return {
    server,
    async drain() {
      draining = true
      const closed = server.close()
      // A connection that has answered is kept alive by its client; it must not keep us.
      const sweep = setInterval(() => server.server.closeIdleConnections(), 50)
      const deadline = performance.now() + config.timeouts.drain
      while (registry.live > 0 && performance.now() < deadline) await pause(50)
      registry.cancelAll(
        'The service is restarting. The text so far is kept; try again in a moment.',
      )
      await closed
      clearInterval(sweep)
      registry.close()
      await client.close()
    },
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

function badAddress(): ProxyError {
  return new ProxyError(
    'invalid_request',
    'The address of this request cannot be read. Check its path for stray characters.',
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
