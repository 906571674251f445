import type { Outcome, Usage } from '@askdesk/contracts'
import { parseChunk, type Chunk } from './chunk.ts'
import { readUsage } from './usage.ts'
import { parseSseText } from './sse-events.ts'

/** What the last bytes of a stream say about it. */
export type StreamFacts = {
  readonly outcome: Extract<Outcome, 'complete' | 'length' | 'filtered' | 'interrupted' | 'error'>
  readonly finishReason: string | null
  /** The model that the upstream says it is; the last non-empty one, as keep-alives carry another. */
  readonly model: string | undefined
  readonly usage: Usage | undefined
  /** In US dollars, where the provider reports it. */
  readonly cost: number | undefined
  /** Upstream's own type or code of the error, for the log and for the mapping to ours. */
  readonly errorKind: string | undefined
}

/** What an event with more than a piece of text in it has. Parsing all would hold up every other stream. */
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
  let errorKind: string | undefined
  const events = parseSseText(tail)
  // From the end, where nearly always all is said. Of errors the first counts, of all else the last.
  for (let index = events.length - 1; index >= 0; index -= 1) {
    const event = events[index]
    if (!event) break
    const isWanted = model === undefined && index >= events.length - lookedAt
    if (!isWanted && event.name === 'message' && !telling.test(event.data)) continue
    const chunk = parseChunk(event.data)
    if (event.name === 'error') errorKind = kindOfError(chunk?.error) ?? 'error'
    if (!chunk) continue
    if (chunk.error && event.name !== 'error') errorKind = kindOfError(chunk.error) ?? 'error'
    model ??= chunk.model || undefined
    if (chunk.usage) {
      usage ??= readUsage(chunk.usage)
      cost ??= chunk.usage.cost ?? undefined
    }
    finishReason ??= lastFinishReason(chunk)
  }
  const outcome = errorKind ? 'error' : outcomeOf(finishReason)
  if (outcome === 'error') errorKind ??= finishReason ?? 'error'
  return { outcome, finishReason, model, usage, cost, errorKind }
}

function lastFinishReason({ choices }: Chunk): string | null {
  return choices?.findLast((choice) => choice.finish_reason)?.finish_reason ?? null
}

function outcomeOf(finishReason: string | null): StreamFacts['outcome'] {
  if (finishReason === null) return 'interrupted'
  const reason = finishReason.toLowerCase()
  if (reason.includes('error') || reason === 'failed') return 'error'
  if (reason === 'length' || reason === 'max_tokens') return 'length'
  if (
    ['content_filter', 'refusal', 'safety', 'guardrail_intervened', 'content_filtered'].includes(
      reason,
    )
  ) {
    return 'filtered'
  }
  return 'complete'
}

function kindOfError(error: Chunk['error']): string | undefined {
  if (!error || typeof error === 'string') return undefined
  return (
    error.type ?? (error.code === null || error.code === undefined ? undefined : String(error.code))
  )
}
