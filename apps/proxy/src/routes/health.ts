import type { FastifyInstance } from 'fastify'

/** `/healthz`: the process lives. `/readyz`: send it requests (the configuration was checked before it listened). */
export function registerHealthRoutes(app: FastifyInstance, isDraining: () => boolean): void {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    if (isDraining()) return reply.code(503).send({ status: 'draining' })
    return { status: 'ready' }
  })
}
