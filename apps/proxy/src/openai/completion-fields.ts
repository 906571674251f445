import type { Route } from '@askdesk/providers'
import type { CompletionBody } from './completion-body.ts'

/**
 * What goes to Portkey of a checked request: all but the model, whose id the route gives. The
 * answer is never longer than the cap, and always has a limit: Anthropic refuses to answer without.
 */
export function completionFields(
  body: CompletionBody,
  route: Route,
  maxOutputTokens: number,
): Record<string, unknown> {
  const {
    model: _model,
    messages,
    max_tokens: _maxTokens,
    max_completion_tokens: _maxCompletionTokens,
    stop,
    stream,
    stream_options: streamOptions,
    ...rest
  } = body
  return {
    messages: messages.map((message) => ({
      ...withoutNull(message),
      content: message.content ?? null,
    })),
    ...withoutNull(rest),
    ...withoutNull({ stop: stopFor(route, stop) }),
    [route.model.outputLimitField ?? 'max_tokens']: outputLimit(body, maxOutputTokens),
    stream: stream === true,
    ...(stream === true && withoutNull({ stream_options: streamOptions })),
  }
}

/** The most tokens that one answer may have. */
export function outputLimit(
  { max_tokens: one, max_completion_tokens: other }: CompletionBody,
  most: number,
): number {
  return Math.min(one ?? Infinity, other ?? Infinity, most)
}

/** Portkey hands a single text on to Anthropic as it is, which wants a list. */
function stopFor(route: Route, stop: CompletionBody['stop']): CompletionBody['stop'] {
  return typeof stop === 'string' && route.provider.id === 'aws' ? [stop] : stop
}

/** To some providers null is a wrong value, to none a meaning. */
function withoutNull(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  )
}
