import {
  createReadiness,
  createRefusals,
  createServiceMetrics,
  measureRequests,
  openAccess,
  openMetricsPort,
  refuseBrokenRequest,
  refuseExpectations,
  registerDoor,
  registerGuard,
  registerLinger,
  registerMetricsRoute,
  trustOf,
  type AccessSettings,
  type Readiness,
} from '@askdesk/service'
import Fastify, { errorCodes, LogController, type FastifyInstance } from 'fastify'
import { answerError, answerUnknownAddress } from './errors.ts'
import type { Desk } from './desk.ts'
import { keepLedgerBounded } from './ledger/retention.ts'
import { registerActors } from './people/actor.ts'
import { addMessageRoute } from './routes/add-message.ts'
import { agentRoutes } from './routes/agents.ts'
import { changeTicketRoute } from './routes/change-ticket.ts'
import { countTicketsRoute } from './routes/count-tickets.ts'
import { getTicketRoute } from './routes/get-ticket.ts'
import { healthRoutes } from './routes/health.ts'
import { ledgerRoutes } from './routes/ledger.ts'
import { listTicketsRoute } from './routes/list-tickets.ts'
import { ticketFacetsRoute } from './routes/ticket-facets.ts'

const bodyLimit = 1024 * 1024

type Options = Desk & {
  access: AccessSettings
  readiness?: Readiness
  /** Requests a minute from one client; undefined is the default where others can reach the service. */
  requestsPerMinute?: number | undefined
  /** A port of its own for `/metrics`; without it they are for administrators on the service's. */
  metricsPort?: number | undefined
  logLevel?: string | undefined
  /** Where log lines go. @default stdout */
  logStream?: { write: (line: string) => void } | undefined
}

/** The service without a port: everything that answers, none of it listening yet. */
export async function buildApp(options: Options): Promise<FastifyInstance> {
  const {
    repository,
    database,
    agents,
    ledger,
    access,
    readiness = createReadiness(0),
    requestsPerMinute,
    metricsPort,
    logLevel = 'silent',
    logStream,
  } = options
  const app = Fastify({
    logger: { level: logLevel, ...(logStream ? { stream: logStream } : {}) },
    // Its own line names the full address, and a search is in there. See the hook below.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    trustProxy: access.trustProxy.length > 0 ? trustOf(access) : false,
    // Headers or a body that never end: the check runs often enough for the limits to mean something.
    requestTimeout: 30_000,
    http: {
      headersTimeout: 15_000,
      connectionsCheckingInterval: 5_000,
      // The door refuses a request without one, in words.
      requireHostHeader: false,
    },
    frameworkErrors: answerError,
    clientErrorHandler: refuseBrokenRequest,
  })

  const { identities, redis, close } = await openAccess(access, requestsPerMinute, app.log)
  app.addHook('onClose', async () => close())
  const { registry, refusal } = createServiceMetrics('tickets')
  measureRequests(app, 'tickets', registry)
  const refusals = createRefusals(app.log, refusal)
  registerLinger(app)
  refuseExpectations(app)
  registerDoor(app, { access, refusals })
  await registerGuard(app, { access, identities, refusals, requestsPerMinute, redis })

  registerActors(app, { access, agents, currentAgent: repository.currentAgent })
  keepLedgerBounded(app, ledger)

  // JSON as it is, or nothing: fastify would pass on the bytes of a compressed body as they are.
  app.removeContentTypeParser('text/plain')
  app.addHook('onRequest', async (request) => {
    const coding = request.headers['content-encoding']
    if (coding !== undefined && coding !== 'identity') {
      throw new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(coding)
    }
  })
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff')
  })
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request
    request.log.info(
      {
        method,
        route: routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    )
  })

  app.setErrorHandler(answerError)
  app.setNotFoundHandler(answerUnknownAddress)

  healthRoutes(app, repository, readiness)
  if (metricsPort === undefined) registerMetricsRoute(app, registry)
  else {
    const alone = await openMetricsPort({ access, refusals, registry, port: metricsPort })
    app.addHook('onClose', () => alone.close())
  }
  listTicketsRoute(app, repository)
  countTicketsRoute(app, repository)
  ticketFacetsRoute(app, repository)
  getTicketRoute(app, repository)
  changeTicketRoute(app, repository)
  addMessageRoute(app, repository)
  agentRoutes(app, { database, agents, identities })
  ledgerRoutes(app, ledger)
  return app
}
