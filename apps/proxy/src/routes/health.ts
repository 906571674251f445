import type { FastifyInstance } from 'fastify'
import type { Metrics } from '../metrics.ts'

/**
 * For whoever runs the process: `/healthz` (it lives), `/readyz` (send it requests; the
 * configuration was checked before it listened) and `/metrics` (Prometheus text, no secrets).
 */
export function registerHealthRoutes(
  app: FastifyInstance,
  metrics: Metrics,
  isDraining: () => boolean,
): void {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    if (isDraining()) return reply.code(503).send({ status: 'draining' })
    return { status: 'ready' }
  })
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  )
}
