import type { KnownApiError, Outcome } from '@askdesk/contracts'
import { ProxyError } from '../errors/proxy-error.ts'
import { meaningOf, type Meaning } from '../errors/failure-meaning.ts'
import { failures, type Asked } from '../errors/failure-sentences.ts'
import type { StreamFacts } from '../portkey/outcome.ts'

/** How far a reply got before it ended. */
export type Progress = {
  readonly hasText: boolean
  /** Hides secrets in what upstream says. */
  readonly mask: (text: string) => string
}

/** The error of a stream that did not end well, in words; undefined for a good end. */
export function endError(
  outcome: Outcome,
  facts: StreamFacts,
  asked: Asked,
  progress: Progress,
): KnownApiError | undefined {
  const details = { provider: asked.providerId, traceId: asked.traceId }
  switch (outcome) {
    case 'interrupted':
      return new ProxyError('interrupted', interruption(facts, asked, progress), details).error
    case 'filtered':
      return new ProxyError('content_filtered', refusal(asked, progress), details).error
    case 'error': {
      const meaning = facts.failure ? meaningOf(undefined, facts.failure) : 'failed'
      const { code, sentence } = failures[meaning]
      const words = progress.hasText ? inTheMiddle(meaning, asked) : undefined
      return new ProxyError(code, words ?? sentence(asked), details).error
    }
    default:
      return undefined
  }
}

function interruption(
  { finishReason }: StreamFacts,
  { label }: Asked,
  { hasText, mask }: Progress,
): string {
  if (finishReason !== null) {
    const reason = mask(finishReason)
      .replaceAll(/[^\w .:/-]/g, '')
      .slice(0, 64)
    return `${label} ended its reply for a reason that is not known here (“${reason}”), so it may not be whole. Try again, or answer with another provider.`
  }
  return hasText
    ? `The connection to ${label} was cut before the reply was finished. The text so far is kept; try again or continue.`
    : `The connection to ${label} was cut before a word of the reply came. Try again, or answer with another provider.`
}

function refusal({ label }: Asked, { hasText }: Progress): string {
  return hasText
    ? `${label} ended this reply because of its content rules. Rephrase the question, or pick another provider.`
    : `${label} declined to answer because of its content rules. Rephrase the question, or pick another provider.`
}

/** Tells the end of a reply that had begun, where its reader has a part of it; undefined where that changes nothing. */
function inTheMiddle(meaning: Meaning, { label }: Asked): string | undefined {
  switch (meaning) {
    case 'overloaded':
      return `${label} became overloaded in the middle of its reply. The text so far is kept; try again in a moment, or answer with another provider.`
    case 'rate':
      return `${label} reached its rate limit in the middle of its reply. The text so far is kept; wait a moment, or answer with another provider.`
    case 'timeout':
      return `${label} took too long in the middle of its reply. The text so far is kept; try again.`
    case 'filtered':
    case 'guardrail':
      return `${label} ended this reply because of its content rules. Rephrase the question, or pick another provider.`
    case 'failed':
    case 'empty':
    case 'page':
    case 'invalid':
      return `${label} failed in the middle of its reply. The text so far is kept; try again, or answer with another provider.`
    default:
      return undefined
  }
}
