import type { FastifyInstance } from 'fastify'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { failureBody } from '../wire/errors.ts'

const feedbackSchema = z.object({
  trace_id: z.string().min(1),
  value: z.number().int().min(-10).max(10),
  weight: z.number().min(0).max(1).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
})

/** `POST /v1/feedback`: takes what Portkey's cloud would take and keeps none of it. */
export function registerFeedbackRoute(app: FastifyInstance): void {
  app.post('/v1/feedback', async (request, reply) => {
    const parsed = feedbackSchema.safeParse(parseJson(request.body))
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      const field = issue?.path.join('.') || 'body'
      return reply.code(400).send(failureBody(`${field}: ${issue?.message ?? 'not valid'}`))
    }
    return {
      status: 'success',
      message: 'Feedback successfully saved',
      feedback_ids: [randomUUID()],
    }
  })
}

function parseJson(body: unknown): unknown {
  try {
    return JSON.parse(String(body))
  } catch {
    return undefined
  }
}
