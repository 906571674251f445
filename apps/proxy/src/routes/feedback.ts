import { feedbackSchema } from '@askdesk/contracts'
import type { FastifyInstance } from 'fastify'
import type { Services } from '../answer.ts'
import { ProxyError } from '../errors.ts'
import { sendFeedback } from '../portkey/feedback.ts'
import { buildFeedbackRequest } from '../portkey/request.ts'
import { describeProblems, parseJsonBody } from './stream-body.ts'

/** `POST /api/ai/feedback`: a thumb up or down, to where the operator looks at replies. */
export function registerFeedbackRoute(
  app: FastifyInstance,
  { config, client, masking }: Services,
): void {
  app.post('/api/ai/feedback', { bodyLimit: 4096 }, async (request, reply) => {
    const parsed = feedbackSchema.safeParse(parseJsonBody(request.body))
    if (!parsed.success) {
      throw new ProxyError(
        'invalid_request',
        `The feedback is wrong: ${describeProblems(parsed.error)}.`,
      )
    }
    // A gateway of one's own would pass it on to the provider, as it does with any path it does not know.
    if (config.upstreamKind !== 'portkey') {
      throw new ProxyError(
        'not_configured',
        'Feedback is kept by Portkey’s cloud, and this service does not use it. It was not saved.',
        { status: 501 },
      )
    }
    const upstreamRequest = buildFeedbackRequest(config.upstream, parsed.data, request.caller.owner)
    await sendFeedback(client, upstreamRequest, parsed.data.traceId, masking.text)
    return reply.code(204).send()
  })
}
