import {
  createReadiness,
  createRefusals,
  createServiceMetrics,
  measureRequests,
  openMetricsPort,
  refuseBrokenRequest,
  refuseExpectations,
  registerDoor,
  registerLinger,
  trustOf,
} from '@askdesk/service'
import fastifyHelmet from '@fastify/helmet'
import fastifyStatic from '@fastify/static'
import fastify, { LogController, type FastifyInstance } from 'fastify'
import type { Config } from './config.ts'
import { answerError, badAddress, notFound } from './errors.ts'
import { createForward } from './forward/forward.ts'
import { createPage } from './page.ts'
import { securityHeaders } from './security-headers.ts'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** The web server: the built page, its files, and the way to the two services behind it. */
export async function buildApp(
  config: Omit<Config, 'port' | 'metricsPort'> & Partial<Pick<Config, 'metricsPort'>>,
  readiness = createReadiness(0),
): Promise<FastifyInstance> {
  const app = fastify({
    logger: { level: config.logLevel },
    // Its own lines name the full address, with search words and run ids. See the hook below.
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    frameworkErrors: answerError,
    clientErrorHandler: refuseBrokenRequest,
    trustProxy: config.access.trustProxy.length > 0 ? trustOf(config.access) : false,
    // How long a request, head and body, may take to arrive; answers may stream for as long as they like.
    requestTimeout: 30_000,
    http: {
      headersTimeout: 15_000,
      connectionsCheckingInterval: 2000,
      // The door refuses a request without one, in words.
      requireHostHeader: false,
    },
  })
  const page = createPage(config.clientFolder)
  const assistant = { url: config.proxyUrl, name: "The assistant's server" }
  const tickets = { url: config.ticketsUrl, name: 'The tickets server' }
  const forward = createForward({
    bodyLimit: config.bodyLimitBytes,
    onFailure: (service, error) =>
      app.log.warn({ service: service.name, cause: causeOf(error) }, 'forwarding failed'),
  })
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request
    const ms = Math.round(reply.elapsedTime)
    request.log.info({ method, route: routeOptions.url, status: reply.statusCode, ms }, 'request')
  })
  app.addHook('onSend', async (_request, reply) => {
    if (String(reply.getHeader('content-type')).startsWith('application/json')) {
      reply.header('cache-control', 'no-store')
    }
  })

  await app.register(fastifyHelmet, securityHeaders)
  app.addHook('onRequest', async (request, reply) => {
    // `GET http://elsewhere/ HTTP/1.1` is meant for a proxy of the browser's, which this is not.
    if (!request.url.startsWith('/')) {
      return reply.code(400).send(badAddress())
    }
    reply.header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()')
  })

  // Before the routes: those in a scope of their own take the handlers that are there when it opens.
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' || request.method === 'HEAD'
    const path = request.url.split('?')[0] ?? '/'
    const isFile = /^\/(api|v1|assets)(\/|$)|\.[a-z0-9]+$/i.test(path)
    if (wantsPage && !isFile) return page(reply)
    return reply.code(404).send(notFound(path))
  })
  const { registry, refusal } = createServiceMetrics('web')
  measureRequests(app, 'web', registry)
  const refusals = createRefusals(app.log, refusal)
  registerLinger(app)
  refuseExpectations(app)
  registerDoor(app, { access: config.access, refusals })

  app.get('/healthz', () => ({ status: 'ok' }))
  app.get('/readyz', (_request, reply) =>
    readiness.isDraining ? reply.code(503).send({ status: 'draining' }) : { status: 'ready' },
  )
  if (config.metricsPort !== undefined) {
    const { access, metricsPort: port } = config
    const alone = await openMetricsPort({ access, refusals, registry, port })
    app.addHook('onClose', () => alone.close())
  }

  await app.register(async (forwarded) => {
    // Bodies are handed on as they come, whatever they are; the services judge them.
    forwarded.removeAllContentTypeParsers()
    forwarded.addContentTypeParser('*', (_request, _payload, done) => done(null))
    for (const { urls, service } of [
      { urls: ['/api/ai/*', '/api/session', '/api/session/*', '/v1/*'], service: assistant },
      { urls: ['/api/tickets', '/api/tickets/*'], service: tickets },
    ]) {
      for (const url of urls) {
        forwarded.route({
          method: methods,
          url,
          handler: (request, reply) => forward(request, reply, service),
        })
      }
    }
  })

  app.get('/', (_request, reply) => page(reply))
  app.get('/index.html', (_request, reply) => reply.redirect('/', 308))
  await app.register(fastifyStatic, {
    root: config.clientFolder,
    index: false,
    dotfiles: 'ignore',
    preCompressed: true,
    cacheControl: false,
    allowedPath: (path) => !path.startsWith('/index.html'),
    setHeaders: (reply, path) => {
      // Names below assets/ change with their content.
      const hashed = path.includes('/assets/')
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })

  return app
}

/** A word for the log: an error's own message may name an address. */
function causeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.name
}
