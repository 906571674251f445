import type { Readiness } from '@askdesk/service'
import type { FastifyInstance } from 'fastify'
import { logFailure } from '../errors.ts'
import type { TicketRepository } from '../ticket-repository.ts'

/** `GET /healthz`: the process is alive. `GET /readyz`: its database answers too, and nobody has told it to stop. */
export function healthRoutes(
  app: FastifyInstance,
  repository: TicketRepository,
  readiness: Readiness,
): void {
  const config = { access: 'open' as const }
  app.get('/healthz', { config }, () => ({ status: 'ok' }))
  app.get('/readyz', { config }, async (request, reply) => {
    if (readiness.isDraining) return reply.code(503).send({ status: 'draining' })
    try {
      await repository.ping()
      return { status: 'ready' }
    } catch (error) {
      logFailure(request.log, error)
      return reply.code(503).send({ status: 'database unreachable' })
    }
  })
}
