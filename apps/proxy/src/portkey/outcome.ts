import type { Outcome, Usage } from '@askdesk/contracts'
import { parseChunk, type Chunk } from './chunk.ts'
import { readUsage } from './usage.ts'
import { parseSseText } from './sse-events.ts'
import { wordsOfError, type UpstreamWords } from '../errors/upstream-words.ts'

/** Facts in the last bytes of a stream. */
export type StreamFacts = {
  readonly outcome: Extract<Outcome, 'complete' | 'length' | 'filtered' | 'interrupted' | 'error'>
  readonly finishReason: string | null
  /** The model that the upstream says it is; the last non-empty one, as keep-alives carry another. */
  readonly model: string | undefined
  readonly usage: Usage | undefined
  /** In US dollars, where the provider reports it. */
  readonly cost: number | undefined
  /** The first error that the stream told of, in upstream's own words. */
  readonly failure: UpstreamWords | undefined
}

/** Marks of an event with more than a piece of text in it. Parsing all would hold up every other stream. */
const telling = /"(?:usage|error)"\s*:\s*[^\sn]|"finish_reason"\s*:\s*"/
/** So many events at the end may be parsed only to learn the model. */
const lookedAt = 8

/**
 * Reads how a stream ended. `[DONE]` proves nothing: gateways send it after errors too. A stream is
 * complete only if a finish reason was seen and nothing told of an error.
 */
export function readStreamFacts(tail: string): StreamFacts {
  let finishReason: string | null = null
  let model: string | undefined
  let usage: Usage | undefined
  let cost: number | undefined
  let failure: UpstreamWords | undefined
  const events = parseSseText(tail)
  // From the end, where nearly always all is said. Of errors the first counts, of all else the last.
  for (let index = events.length - 1; index >= 0; index -= 1) {
    const event = events[index]
    if (!event) break
    const isWanted = model === undefined && index >= events.length - lookedAt
    if (!isWanted && event.name === 'message' && !telling.test(event.data)) continue
    const chunk = parseChunk(event.data)
    if (event.name === 'error' || chunk?.error) failure = wordsOfError(chunk?.error ?? '')
    if (!chunk) continue
    model ??= chunk.model || undefined
    if (chunk.usage) {
      usage ??= readUsage(chunk.usage)
      cost ??= chunk.usage.cost ?? undefined
    }
    finishReason ??= lastFinishReason(chunk)
  }
  const outcome = failure ? 'error' : outcomeOf(finishReason)
  if (outcome === 'error') failure ??= wordsOfError({ type: finishReason })
  return { outcome, finishReason, model, usage, cost, failure }
}

function lastFinishReason({ choices }: Chunk): string | null {
  return choices?.findLast((choice) => choice.finish_reason)?.finish_reason ?? null
}

/** Reasons that providers give for an end, as they are known; whatever is not here proves nothing. */
const finishReasons: ReadonlyMap<string, StreamFacts['outcome']> = new Map([
  ...named('complete', 'stop end_turn stop_sequence eos tool_calls tool_use function_call'),
  ...named('length', 'length max_tokens model_context_window_exceeded'),
  ...named(
    'filtered',
    'content_filter content_filtered refusal safety guardrail_intervened prohibited_content blocklist spii recitation',
  ),
  ...named('error', 'failed'),
])

function named(
  outcome: StreamFacts['outcome'],
  reasons: string,
): (readonly [string, StreamFacts['outcome']])[] {
  return reasons.split(' ').map((reason) => [reason, outcome])
}

function outcomeOf(finishReason: string | null): StreamFacts['outcome'] {
  const reason = finishReason?.toLowerCase() ?? ''
  if (reason.includes('error')) return 'error'
  return finishReasons.get(reason) ?? 'interrupted'
}
