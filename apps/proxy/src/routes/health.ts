import type { Readiness } from '@askdesk/service'
import type { FastifyInstance } from 'fastify'
import type { Replicas } from '../replicas/replicas.ts'

/**
 * For whoever runs the process: `/healthz` (it lives) and `/readyz` (send it requests; the
 * configuration was checked before it listened).
 */
export function registerHealthRoutes(
  app: FastifyInstance,
  replicas: Replicas | undefined,
  readiness: Readiness,
): void {
  const config = { access: 'open' as const }
  app.get('/healthz', { config }, async () => ({ status: 'ok' }))
  app.get('/readyz', { config }, async (_request, reply) => {
    if (readiness.isDraining) return reply.code(503).send({ status: 'draining' })
    // Without Redis a replica serves all but other replicas' runs: worth saying, no reason to send it nothing.
    return { status: 'ready', ...(replicas && { redis: replicas.isUp ? 'ok' : 'unreachable' }) }
  })
}
