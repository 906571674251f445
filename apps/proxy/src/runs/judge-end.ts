import type { KnownApiError, Outcome } from '@askdesk/contracts'
import type { Asked } from '../errors/failure-sentences.ts'
import { readStreamFacts, type StreamFacts } from '../portkey/outcome.ts'
import { endError, type Progress } from './end-error.ts'
import { createRunLog, type RunLog } from '../run-log/run-log.ts'

/** Why a run ends before its upstream has ended it. */
export type Cause = {
  readonly outcome: 'stopped' | 'interrupted'
  readonly error?: KnownApiError
  readonly byUs: boolean
}

type Judged = {
  readonly facts: StreamFacts
  readonly outcome: Outcome
  readonly error: KnownApiError | undefined
}

/**
 * How a stream ended, from its last bytes. The bytes' own proof comes first: a cause of ours only
 * counts where they prove nothing, or where a person stopped it.
 */
export function judgeEnd(
  tail: string,
  asked: Asked,
  cause: Cause | undefined,
  progress: Progress,
): Judged {
  const facts = readStreamFacts(tail)
  if (cause && (facts.outcome === 'interrupted' || cause.outcome === 'stopped')) {
    return { facts, outcome: cause.outcome, error: cause.error }
  }
  return { facts, outcome: facts.outcome, error: endError(facts.outcome, facts, asked, progress) }
}

/** The same for a reply in one piece, given as the stream it stands for. One that gives no reason was not cut. */
export function judgeWhole(
  stream: string,
  asked: Asked,
  mask: (text: string) => string,
): Judged & { readonly log: RunLog } {
  const facts = readStreamFacts(stream)
  const outcome = facts.finishReason === null && !facts.failure ? 'complete' : facts.outcome
  const progress = { hasText: false, mask }
  const error = outcome === 'error' ? endError(outcome, facts, asked, progress) : undefined
  const log = createRunLog()
  log.append(Buffer.from(stream))
  return { facts, outcome, error, log }
}

export function isGood(outcome: Outcome): boolean {
  return outcome === 'complete' || outcome === 'length' || outcome === 'filtered'
}
