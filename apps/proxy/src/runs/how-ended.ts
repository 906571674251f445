import { cutCharacters } from '@askdesk/service'
import type { KnownApiError, Outcome } from '@askdesk/contracts'
import type { StreamFacts } from '../portkey/outcome.ts'
import type { Cause } from './judge-end.ts'

/** How a reply came to its end, for the operator: the reader's words are the same for most of these. */
export type HowEnded = {
  readonly how:
    | 'told'
    | 'by us'
    | 'too late'
    | 'endless event'
    | 'error event'
    | 'connection reset'
    | 'connection cut'
    | 'silent end'
    | 'unknown finish reason'
  /** The code of a broken connection. */
  readonly code?: string
  /** Types and codes of upstream's error event, as the provider names them. */
  readonly kinds?: string
  /** Upstream's own words; they may quote the question. */
  readonly said?: string
  /** Why we ended it. */
  readonly why?: string
}

type Seen = {
  readonly outcome: Outcome
  readonly facts: StreamFacts
  readonly error: KnownApiError | undefined
  readonly cause: Cause | undefined
  /** The error that broke the connection. */
  readonly broke: Error | undefined
}

/** @param mask hides secrets in what upstream says */
export function howEnded(seen: Seen, mask: (text: string) => string): HowEnded {
  const { outcome, facts, cause, broke } = seen
  if (cause && seen.error === cause.error && outcome === cause.outcome) return ofCause(cause)
  if (facts.failure) {
    const kinds = cutCharacters(mask(facts.failure.kinds.join(' ')), 100)
    return { how: 'error event', kinds, said: cutCharacters(mask(facts.failure.text), 500) }
  }
  if (outcome !== 'interrupted') return { how: 'told' }
  if (broke) {
    const code = 'code' in broke ? String(broke.code) : broke.name
    return { how: code === 'ECONNRESET' ? 'connection reset' : 'connection cut', code }
  }
  return { how: facts.finishReason === null ? 'silent end' : 'unknown finish reason' }
}

function ofCause({ byUs, error }: Cause): HowEnded {
  if (byUs) return { how: 'by us', ...(error && { why: error.message }) }
  return { how: error?.code === 'upstream_timeout' ? 'too late' : 'endless event' }
}
