import type { EndEvent } from '@askdesk/contracts'
import type { Route } from '@askdesk/providers'
import type { FastifyBaseLogger } from 'fastify'
import type { ProxyError } from '../errors/proxy-error.ts'
import type { HowEnded } from '../runs/how-ended.ts'

/** One line for a reply that was streamed: who, how it ended, how fast. Never what was said. */
export function logEnd(
  log: FastifyBaseLogger,
  { outcome, error, receipt }: EndEvent,
  route: Route,
  ended: HowEnded,
): void {
  const line = {
    provider: route.provider.id,
    model: route.model.id,
    outcome,
    ...(error && { cause: error.code }),
    ...(ended.how !== 'told' && { ended }),
    ttftMs: receipt.ttftMs,
    durationMs: receipt.durationMs,
    tokens: receipt.usage?.totalTokens,
    traceId: receipt.traceId,
  }
  if (error) log.warn(line, 'reply ended')
  else log.info(line, 'reply ended')
}

/** Leaves what may be logged: upstream's own words only where the operator wants prompts there. */
export function shown({ said, ...ended }: HowEnded, logPrompts: boolean): HowEnded {
  return logPrompts && said ? { ...ended, said } : ended
}

/**
 * One line for a question that got no stream: upstream's status, type and code. Its own words may
 * quote the question, so they are there only where the operator wants prompts in the log.
 */
export function logRefusal(
  log: FastifyBaseLogger,
  { error, cause }: ProxyError,
  route: Route,
  logPrompts: boolean,
): void {
  const line = {
    provider: route.provider.id,
    model: route.model.id,
    cause: error.code,
    traceId: error.traceId,
    upstream: describe(cause, logPrompts),
  }
  if (error.code === 'stopped') log.info({ ...line, cause: undefined }, 'question stopped')
  else if (error.code === 'key_rejected' || error.code === 'budget_exceeded')
    log.error(line, 'no reply')
  else log.warn(line, 'no reply')
}

function describe(cause: unknown, logPrompts: boolean): unknown {
  if (cause instanceof Error) {
    if (!('code' in cause)) return cause.message
    const code = String(cause.code)
    // An authority of the company's own, or TLS that is opened on the way.
    const hint = /SELF_SIGNED|UNABLE_TO_/.test(code)
      ? ' (set NODE_EXTRA_CA_CERTS to its authority)'
      : ''
    return `${code}: ${cause.message}${hint}`
  }
  if (logPrompts || typeof cause !== 'object' || cause === null) return cause
  const { upstreamSaid: _words, ...facts } = cause as { upstreamSaid?: unknown } // it is one of ours
  return facts
}
