import Fastify, { errorCodes, LogController, type FastifyInstance } from 'fastify'
import { answerBrokenRequest } from './broken-request.ts'
import { answerError, answerUnknownAddress } from './errors.ts'
import { addMessageRoute } from './routes/add-message.ts'
import { changeTicketRoute } from './routes/change-ticket.ts'
import { countTicketsRoute } from './routes/count-tickets.ts'
import { getTicketRoute } from './routes/get-ticket.ts'
import { healthRoutes } from './routes/health.ts'
import { listTicketsRoute } from './routes/list-tickets.ts'
import { ticketFacetsRoute } from './routes/ticket-facets.ts'
import type { TicketRepository } from './ticket-repository.ts'

const bodyLimit = 1024 * 1024

type Options = {
  repository: TicketRepository
  logLevel?: string | undefined
  /** Where log lines go. @default stdout */
  logStream?: { write: (line: string) => void } | undefined
}

/** The service without a port: everything that answers, none of it listening yet. */
export function buildApp(options: Options): FastifyInstance {
  const { repository, logLevel = 'silent', logStream } = options
  const app = Fastify({
    logger: { level: logLevel, ...(logStream ? { stream: logStream } : {}) },
    // Its own line names the full address, and a search is in there. See the hook below.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    // Headers or a body that never end: the check runs often enough for the limits to mean something.
    requestTimeout: 30_000,
    http: { headersTimeout: 15_000, connectionsCheckingInterval: 5_000 },
    frameworkErrors: answerError,
    clientErrorHandler: answerBrokenRequest,
  })

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

  healthRoutes(app, repository)
  listTicketsRoute(app, repository)
  countTicketsRoute(app, repository)
  ticketFacetsRoute(app, repository)
  getTicketRoute(app, repository)
  changeTicketRoute(app, repository)
  addMessageRoute(app, repository)
  return app
}
