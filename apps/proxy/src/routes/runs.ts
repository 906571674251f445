import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Services } from '../answer.ts'
import { ProxyError } from '../errors.ts'
import type { RegisteredRun } from '../runs/run-registry.ts'
import { sendStreamHead } from './stream.ts'

type RunRequest = FastifyRequest<{ Params: { runId: string }; Querystring: { after?: string } }>

/** `GET` and `DELETE /api/ai/runs/:runId`: read on where a reader was cut off, and stop. */
export function registerRunRoutes(app: FastifyInstance, { registry }: Services): void {
  const find = (request: RunRequest): RegisteredRun => {
    const entry = registry.find(request.params.runId, request.owner)
    if (entry) return entry
    throw new ProxyError(
      'invalid_request',
      'There is no such reply to go on with: it has expired, or it is not yours. Ask again.',
      { type: 'not_found_error', status: 404 },
    )
  }

  app.get('/api/ai/runs/:runId', async (request: RunRequest, reply) => {
    const { run } = find(request)
    const after = readOffset(request.query.after)
    if (after > run.visible) {
      throw new ProxyError(
        'invalid_request',
        `This reply has ${run.visible} bytes, so it cannot be read from byte ${after}. Ask from 0.`,
        { status: 416 },
      )
    }
    if (after < run.log.start) {
      throw new ProxyError(
        'invalid_request',
        'The beginning of this reply is no longer kept. Ask again.',
        { type: 'not_found_error', status: 404 },
      )
    }
    run.follow(sendStreamHead(reply), after)
    return reply
  })

  app.delete('/api/ai/runs/:runId', async (request: RunRequest, reply) => {
    find(request).reply.stop()
    return reply.code(204).send()
  })
}

function readOffset(value: string | undefined): number {
  if (value === undefined) return 0
  if (!/^\d{1,15}$/.test(value)) {
    throw new ProxyError(
      'invalid_request',
      'after must be a whole number of bytes, such as after=1024.',
    )
  }
  return Number(value)
}
