import { cutText } from '../../../shared/text/cut-text.ts'
import { endEventSchema, outcomes, runEventSchema, type Outcome } from '@askdesk/contracts'
import type { SseEvent } from '../../../shared/http/sse.ts'
import type { ReplyEvent, Source, ToolCallDelta } from './chat-events.ts'

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
  // Some providers send a whole message, or the text of the older completions.
  const delta = asRecord(choice?.['delta']) ?? asRecord(choice?.['message'])
  const events: ReplyEvent[] = []
  const sources = [...sourcesOf(chunk), ...sourcesOf(delta)]
  if (sources.length > 0) events.push({ type: 'sources', sources, endsAt })
  if (!delta) {
    const text = asText(choice?.['text'])
    return text ? [...events, { type: 'text-delta', text, endsAt }] : events
  }
  const reasoning = reasoningOf(delta)
  if (reasoning) events.push({ type: 'reasoning-delta', text: reasoning, endsAt })
  // A refusal is what the model says instead of an answer: it is shown in its place.
  const text = contentOf(delta['content']) + asText(delta['refusal'])
  if (text) events.push({ type: 'text-delta', text, endsAt })
  for (const call of asArray(delta['tool_calls'])) {
    events.push({ type: 'tool-call', ...toolCallDelta(asRecord(call)), endsAt })
  }
  return events
}

/** The same thinking can come in several fields at once: the first that says something counts. */
function reasoningOf(delta: Record<string, unknown>): string {
  return (
    asText(delta['reasoning']) ||
    asText(delta['reasoning_content']) ||
    piecesOf(delta['reasoning_details'], ({ text, summary }) => asText(text) || asText(summary)) ||
    piecesOf(delta['content_blocks'], (block) => asText(asRecord(block['delta'])?.['thinking'])) ||
    piecesOf(delta['content'], ({ type, thinking, reasoning }) =>
      type === 'thinking' || type === 'reasoning'
        ? asText(thinking) || asText(reasoning) || contentOf(thinking)
        : '',
    )
  )
}

/** Text, or a list of parts of which some are text. */
function contentOf(content: unknown): string {
  if (typeof content === 'string') return content
  return piecesOf(content, ({ type, text, refusal }) =>
    type === 'thinking' || type === 'reasoning' ? '' : asText(text) || asText(refusal),
  )
}

function piecesOf(list: unknown, read: (part: Record<string, unknown>) => string): string {
  return asArray(list)
    .map((part) => (typeof part === 'string' ? part : read(asRecord(part) ?? {})))
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

const mostTitle = 200

/** Reads the annotations of OpenAI's shape, and the lists that search providers send beside it. */
function sourcesOf(holder: Record<string, unknown> | undefined): Source[] {
  const annotations = asArray(holder?.['annotations']).map((entry) => {
    const annotation = asRecord(entry) ?? {}
    return annotation['url_citation'] ?? annotation['file_citation'] ?? annotation
  })
  const blocks = asArray(holder?.['content_blocks']).map(
    (block) => asRecord(asRecord(block)?.['delta'])?.['citation'],
  )
  // Where both come, the results have titles and the citations are their bare addresses.
  const results = asArray(holder?.['search_results'])
  const citations = results.length > 0 ? [] : asArray(holder?.['citations'])
  return [...annotations, ...blocks, ...results, ...citations].flatMap(toSource)
}

function toSource(value: unknown): Source[] {
  const source: Record<string, unknown> =
    typeof value === 'string' ? { url: value } : (asRecord(value) ?? {})
  const url = asText(source['url']) || asText(source['uri'])
  const title =
    asText(source['title']) ||
    asText(source['document_title']) ||
    asText(source['filename']) ||
    asText(source['file_id']) ||
    url
  return title === '' ? [] : [{ title: cutText(title, mostTitle).text, ...(url && { url }) }]
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
