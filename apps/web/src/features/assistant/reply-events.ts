import { endEventSchema, outcomes, runEventSchema, type Outcome } from '@askdesk/contracts'
import type { SseEvent } from '../../shared/sse.ts'
import type { ReplyEvent, ToolCallDelta } from './chat-events.ts'

/**
 * Turns the events of one reply's stream into typed ones. The proxy's own `run` and `end` are
 * validated; Portkey's chunks are read with care and never trusted to have a shape, as every
 * provider behind it leaves out or adds something else.
 */
export function createReplyEventReader(): (event: SseEvent) => ReplyEvent[] {
  let lastModel = ''

  return (event) => {
    const { endsAt } = event
    if (event.event === 'run') {
      const run = runEventSchema.safeParse(parseJson(event.data))
      return run.success ? [{ type: 'run', run: run.data, endsAt }] : []
    }
    if (event.event === 'end') {
      return readEnd(event.data, endsAt)
    }
    if (event.event !== undefined && event.event !== 'message') return []

    const chunk = asRecord(parseJson(event.data))
    const deltas = readChunk(chunk, endsAt)
    const model = chunk?.['model']
    // Keep-alive chunks name the model that was asked for, so only chunks that say something count.
    if (deltas.length > 0 && typeof model === 'string' && model !== '' && model !== lastModel) {
      lastModel = model
      deltas.unshift({ type: 'answering-model', model, endsAt })
    }
    return deltas
  }
}

/**
 * The end, whatever word it has for the outcome: the proxy has closed the reply, so asking for more
 * of it would not end. An event of that name without an outcome is not the proxy's.
 */
function readEnd(data: string, endsAt: number): ReplyEvent[] {
  const end = endEventSchema.safeParse(parseJson(data))
  if (!end.success) return []
  const { outcome, error, receipt } = end.data
  const isKnown = isOutcome(outcome)
  const known = isKnown ? { outcome } : { outcome: 'interrupted' as const, endedAs: outcome }
  return [{ type: 'end', ...known, ...(error && { error }), ...(receipt && { receipt }), endsAt }]
}

function isOutcome(word: string): word is Outcome {
  return (outcomes as readonly string[]).includes(word)
}

function readChunk(chunk: Record<string, unknown> | undefined, endsAt: number): ReplyEvent[] {
  const choice = asRecord(asArray(chunk?.['choices'])[0])
  const delta = asRecord(choice?.['delta'])
  if (!delta) return []
  const events: ReplyEvent[] = []
  const reasoning = asText(delta['reasoning']) || thinkingOf(delta)
  if (reasoning) events.push({ type: 'reasoning-delta', text: reasoning, endsAt })
  // A refusal is what the model says instead of an answer: it is shown in its place.
  const text = asText(delta['content']) + asText(delta['refusal'])
  if (text) events.push({ type: 'text-delta', text, endsAt })
  for (const call of asArray(delta['tool_calls'])) {
    events.push({ type: 'tool-call', ...toolCallDelta(asRecord(call)), endsAt })
  }
  return events
}

function thinkingOf(delta: Record<string, unknown>): string {
  return asArray(delta['content_blocks'])
    .map((block) => asText(asRecord(asRecord(block)?.['delta'])?.['thinking']))
    .join('')
}

function toolCallDelta(call: Record<string, unknown> | undefined): ToolCallDelta {
  const called = asRecord(call?.['function'])
  const index = call?.['index']
  return {
    index: typeof index === 'number' ? index : 0,
    id: asText(call?.['id']) || undefined,
    name: asText(called?.['name']) || undefined,
    argumentsText: asText(called?.['arguments']),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  // Checked above: a plain object from JSON has string keys and unknown values.
  return value as Record<string, unknown>
}
