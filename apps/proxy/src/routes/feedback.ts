import { feedbackSchema, type Feedback } from '@askdesk/contracts'
import type { FastifyInstance } from 'fastify'
import type { Services } from '../ask/services.ts'
import { ProxyError } from '../errors/proxy-error.ts'
import type { FeedbackMarks } from '../ask/feedback-marks.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { sendFeedback } from '../portkey/feedback.ts'
import { buildFeedbackRequest } from '../portkey/request.ts'
import { describeProblems, parseJsonBody } from '../http/stream-body.ts'

export type FeedbackServices = Pick<Services, 'config' | 'client' | 'masking'> & {
  readonly ledger: Pick<Ledger, 'ownerOf'>
  readonly marks: FeedbackMarks
}

/**
 * `POST /api/ai/feedback`: a thumb up or down, to where the operator looks at replies. For one's own
 * replies only, also long after they can be read here; the last mark counts.
 */
export function registerFeedbackRoute(app: FastifyInstance, services: FeedbackServices): void {
  const { config, client, masking, ledger, marks } = services

  async function send(mark: Feedback, owner: string): Promise<void> {
    const { traceId } = mark
    const last = await marks.last(traceId)
    const ask = (earlier: string | undefined) =>
      sendFeedback(
        client,
        buildFeedbackRequest(config.upstream, mark, owner, earlier),
        traceId,
        masking.text,
      )
    const id = await ask(last).catch((error: unknown) => {
      // Portkey has forgotten the earlier one: then this is the first.
      const isGone = error instanceof ProxyError && error.status === 404
      if (last === undefined || !isGone) throw error
      return ask(undefined)
    })
    if (id !== undefined) marks.keep(traceId, id)
  }

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
    const { owner } = request.caller
    const { traceId } = parsed.data
    if ((await ledger.ownerOf(traceId)) !== owner) throw notYours()
    await marks.inTurn(traceId, () => send(parsed.data, owner))
    return reply.code(204).send()
  })
}

/** The same words for a reply of somebody else and for none: a guess must learn nothing. */
function notYours(): ProxyError {
  return new ProxyError(
    'invalid_request',
    'There is no reply of yours with this traceId, so the mark was not saved.',
    { type: 'not_found_error', status: 404 },
  )
}
