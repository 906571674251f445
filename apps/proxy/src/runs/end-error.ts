import type { KnownApiError, ErrorCode, Outcome } from '@askdesk/contracts'
import { ProxyError } from '../errors.ts'
import type { Asked } from '../portkey/error-response.ts'
import type { StreamFacts } from '../portkey/outcome.ts'

/** The error of a reply that began well and did not end well, in words; undefined for a good end. */
export function endError(
  outcome: Outcome,
  facts: StreamFacts,
  asked: Asked,
): KnownApiError | undefined {
  const details = { provider: asked.providerId, traceId: asked.traceId }
  const { label } = asked
  if (outcome === 'interrupted') {
    return new ProxyError(
      'interrupted',
      `The connection to ${label} was cut before the reply was finished. The text so far is kept; try again or continue.`,
      details,
    ).error
  }
  if (outcome === 'filtered') {
    return new ProxyError(
      'content_filtered',
      `${label} ended this reply because of its content rules. Rephrase the question, or pick another provider.`,
      details,
    ).error
  }
  if (outcome !== 'error') return undefined
  const code = codeOf(facts.errorKind ?? '')
  return new ProxyError(code, sentences[code](label), details).error
}

type EndCode = Extract<
  ErrorCode,
  | 'overloaded'
  | 'rate_limited'
  | 'key_rejected'
  | 'context_too_long'
  | 'upstream_timeout'
  | 'upstream_error'
>

const sentences: Readonly<Record<EndCode, (label: string) => string>> = {
  overloaded: (label) =>
    `${label} became overloaded in the middle of its reply. The text so far is kept; try again in a moment, or answer with another provider.`,
  rate_limited: (label) =>
    `${label} reached its rate limit in the middle of its reply. Wait a moment, or answer with another provider.`,
  key_rejected: (label) =>
    `${label} refused the key that this service is set up with. Tell the operator; another provider may work.`,
  context_too_long: (label) =>
    `This conversation became too long for ${label}. Clear the chat, or pick a model with a larger context.`,
  upstream_timeout: (label) =>
    `${label} took too long in the middle of its reply. The text so far is kept; try again.`,
  upstream_error: (label) =>
    `${label} failed in the middle of its reply. The text so far is kept; try again, or answer with another provider.`,
}

function codeOf(kind: string): EndCode {
  if (/overload|capacity|unavailable|503|529/i.test(kind)) return 'overloaded'
  if (/rate|429|quota/i.test(kind)) return 'rate_limited'
  if (/auth|permission|api_key|401|403/i.test(kind)) return 'key_rejected'
  if (/context|too_long/i.test(kind)) return 'context_too_long'
  if (/timeout|timed_out|408|504/i.test(kind)) return 'upstream_timeout'
  return 'upstream_error'
}
