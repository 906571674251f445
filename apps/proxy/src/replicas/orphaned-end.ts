import type { EndEvent } from '@askdesk/contracts'
import type { Catalogue } from '@askdesk/providers'
import { ProxyError } from '../errors/proxy-error.ts'
import { readStreamFacts } from '../portkey/outcome.ts'
import { endError } from '../runs/end-error.ts'
import type { RunAbout } from '../runs/run-about.ts'
import type { RunLog } from '../run-log/run-log.ts'
import { closingOf } from '../runs/run.ts'

/**
 * The end of an orphaned run, whose replica died: bytes that close the event that it was in, and an end
 * event. If the reply itself was finished by then, the end says so.
 */
export function buildOrphanedEnd(
  log: RunLog,
  about: RunAbout,
  lastWrittenAt: number,
  catalogue: Catalogue,
): string {
  const { event, startedAt, firstTextAt } = about
  const { traceId } = event
  const provider = catalogue.providers.find(({ id }) => id === event.routedProvider)
  const facts = readStreamFacts(log.copy(log.start, log.end).toString('utf8'))
  const error =
    facts.outcome === 'interrupted'
      ? new ProxyError(
          'interrupted',
          'The server that was passing this reply on went down before the reply was finished. The text so far is kept; try again or continue.',
          { provider: event.routedProvider, traceId },
        ).error
      : endError(
          facts.outcome,
          facts,
          {
            providerId: event.routedProvider,
            label: provider?.label ?? event.routedProvider,
            model: event.routedModel,
            traceId,
          },
          { hasText: firstTextAt !== null, mask: (text) => text },
        )
  const end: EndEvent = {
    outcome: facts.outcome,
    ...(error && { error }),
    receipt: {
      provider: event.provider,
      requestedModel: event.requestedModel,
      answeredBy: {
        provider: event.routedProvider,
        model: facts.model ?? event.routedModel,
      },
      ttftMs: firstTextAt === null ? null : Math.max(0, firstTextAt - startedAt),
      durationMs: Math.max(0, lastWrittenAt - startedAt),
      ...(facts.usage && { usage: facts.usage }),
      usageIs: facts.usage ? 'reported' : 'estimated',
      finishReason: facts.finishReason,
      traceId,
    },
  }
  return `${closingOf(log)}event: end\ndata: ${JSON.stringify(end)}\n\n`
}
