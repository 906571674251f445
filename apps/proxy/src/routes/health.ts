import type { FastifyInstance } from 'fastify'
import type { Metrics } from '../metrics.ts'
import type { Replicas } from '../runs/redis/replicas.ts'

/**
 * For whoever runs the process: `/healthz` (it lives) and `/readyz` (send it requests; the
 * configuration was checked before it listened).
 */
export function registerHealthRoutes(
  app: FastifyInstance,
  replicas: Replicas | undefined,
  isDraining: () => boolean,
): void {
  const config = { access: 'open' as const }
  app.get('/healthz', { config }, async () => ({ status: 'ok' }))
  app.get('/readyz', { config }, async (_request, reply) => {
    if (isDraining()) return reply.code(503).send({ status: 'draining' })
    // Without Redis a replica serves all but other replicas' runs: worth saying, no reason to send it nothing.
    return { status: 'ready', ...(replicas && { redis: replicas.isUp ? 'ok' : 'unreachable' }) }
  })
}

/** `/metrics` (Prometheus text, no secrets), for administrators where people have to sign in. */
export function registerMetricsRoute(
  app: FastifyInstance,
  metrics: Metrics,
  access: 'open' | undefined,
): void {
  const config = access === 'open' ? { access } : { roles: ['admin' as const] }
  app.get('/metrics', { config }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  )
}
