import type { FastifyInstance } from 'fastify'
import { readTarget } from '../target.ts'
import { failureBody } from '../wire/errors.ts'
import { listedModels } from '../wire/models.ts'

/** `GET /v1/models`: the named provider's list; without a provider, Portkey refuses. */
export function registerModelsRoute(app: FastifyInstance): void {
  app.get('/v1/models', async (request, reply) => {
    const target = readTarget(request.headers, undefined)
    if (!target.ok) return reply.code(400).send(failureBody(target.message))
    const data = listedModels[target.family].map((id) => ({
      id,
      object: 'model',
      created: 1_700_000_000,
      owned_by: target.family,
    }))
    return { object: 'list', data }
  })
}
