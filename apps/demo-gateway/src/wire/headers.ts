import type { Family } from './types.ts'

export type HeaderFacts = {
  readonly provider: Family
  readonly traceId: string
  readonly optionIndex?: string | undefined
  readonly retryCount?: number | undefined
  readonly requestId: string
}

/** Headers that Portkey puts on whatever a provider answered. */
function portkeyHeaders(facts: HeaderFacts): Record<string, string> {
  return {
    'x-portkey-cache-status': 'DISABLED',
    'x-portkey-last-used-option-index': facts.optionIndex ?? 'config',
    'x-portkey-provider': facts.provider,
    'x-portkey-retry-attempt-count': String(facts.retryCount ?? 0),
    'x-portkey-trace-id': facts.traceId,
  }
}

/** A streamed 200: the provider's own headers come through too, useful or not. */
export function streamHeaders(facts: HeaderFacts): Record<string, string> {
  return {
    'cache-control': 'no-cache',
    connection: 'keep-alive',
    'content-type': 'text/event-stream; charset=utf-8',
    'keep-alive': 'timeout=5',
    'openai-processing-ms': '12',
    ...(facts.provider === 'anthropic' && { 'request-id': `req_011${facts.requestId}` }),
    ...portkeyHeaders(facts),
    'x-ratelimit-remaining-requests': '9999',
    'x-request-id': `req_${facts.requestId}`,
    'set-cookie': '__cf_bm=demo; path=/',
  }
}

/** An answer that is one JSON document, an error included. */
export function jsonHeaders(facts: HeaderFacts): Record<string, string> {
  return {
    connection: 'keep-alive',
    'content-type': 'application/json',
    'keep-alive': 'timeout=5',
    ...portkeyHeaders(facts),
    'x-request-id': `req_${facts.requestId}`,
  }
}
