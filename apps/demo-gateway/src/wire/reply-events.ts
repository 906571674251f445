import type { Chunk, FinishReason, ReplyFacts, WireShape } from './types.ts'

/** One SSE event of a reply before it is put into bytes; `data` is the payload after `data: `. */
export type ReplyEvent = {
  readonly kind: 'opening' | 'reasoning' | 'text' | 'tool' | 'ending' | 'error' | 'done'
  readonly data: string
}

export const doneEvent: ReplyEvent = { kind: 'done', data: '[DONE]' }

export function chunkEvent(kind: ReplyEvent['kind'], chunk: Chunk): ReplyEvent {
  return { kind, data: JSON.stringify(chunk) }
}

/** All events of a good reply, in order. */
export function replyEvents(
  shape: WireShape,
  reply: ReplyFacts,
  pieces: readonly string[],
  reason: FinishReason = 'stop',
): ReplyEvent[] {
  return [
    ...shape.opening(reply).map((chunk) => chunkEvent('opening', chunk)),
    ...pieces.map((piece, position) =>
      chunkEvent('text', shape.text(reply, piece, position === 0)),
    ),
    ...shape.ending(reply, reason).map((chunk) => chunkEvent('ending', chunk)),
    doneEvent,
  ]
}

/** Cuts a text into the pieces a model would stream: short, never inside a character, nothing lost. */
export function textPieces(text: string): string[] {
  return text.match(/\s*[^\s]{1,7}|\s+/gu) ?? []
}
