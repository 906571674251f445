import type { FastifyInstance } from 'fastify'
import type { Metrics } from '../metrics.ts'
import type { Replicas } from '../runs/redis/replicas.ts'

/**
 * For whoever runs the process: `/healthz` (it lives), `/readyz` (send it requests; the
 * configuration was checked before it listened) and `/metrics` (Prometheus text, no secrets).
 */
export function registerHealthRoutes(
  app: FastifyInstance,
  metrics: Metrics,
  replicas: Replicas | undefined,
  isDraining: () => boolean,
): void {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    if (isDraining()) return reply.code(503).send({ status: 'draining' })
    // Without Redis a replica serves all but other replicas' runs: worth saying, no reason to send it nothing.
    return { status: 'ready', ...(replicas && { redis: replicas.isUp ? 'ok' : 'unreachable' }) }
  })
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  )
}
