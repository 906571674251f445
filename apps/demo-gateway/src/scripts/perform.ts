import { shapes } from '../wire/shapes.ts'
import { jsonHeaders, streamHeaders, type HeaderFacts } from '../wire/headers.ts'
import { providerErrorBody, type ProviderFault } from '../wire/errors.ts'
import { completionBody, type WholeReply } from '../wire/completion.ts'
import { replyEvents, textPieces, type ReplyEvent } from '../wire/reply-events.ts'
import type { FinishReason, WireShape } from '../wire/types.ts'
import { voices } from '../voices.ts'
import type { Stage } from './types.ts'

export type ExtraHeaders = Readonly<Record<string, string | string[]>>

/** The SSE form in which every provider's events reach us. */
export function frame(event: Pick<ReplyEvent, 'data'>): string {
  return `data: ${event.data}\n\n`
}

export function shapeOf(stage: Stage): WireShape {
  return shapes[stage.request.family]
}

/** The events of the stage's own text, cut where `max_tokens` says. */
export function answerEvents(stage: Stage, reason: FinishReason = 'stop'): ReplyEvent[] {
  const { pieces, cut } = boundedPieces(stage)
  return replyEvents(shapeOf(stage), stage.reply, pieces, cut ? 'length' : reason)
}

/** Status line and headers of a good stream. */
export function openStream(stage: Stage, extra: ExtraHeaders = {}, status = 200): void {
  stage.exchange.head(status, { ...streamHeaders(headerFacts(stage)), ...extra })
}

/** Streams events one by one, at the provider's pace or with a fixed delay before each. */
export async function sendEvents(
  stage: Stage,
  events: readonly ReplyEvent[],
  options: {
    readonly delayMs?: number
    readonly encode?: (event: ReplyEvent) => string | Uint8Array
  } = {},
): Promise<void> {
  const encode = options.encode ?? frame
  for (const event of events) {
    await stage.exchange.wait(options.delayMs ?? pacedDelay(stage, event))
    await stage.exchange.write(encode(event))
  }
}

/** The events of a reply up to and with its nth piece of text. */
export function untilText(events: readonly ReplyEvent[], count: number): ReplyEvent[] {
  const taken: ReplyEvent[] = []
  let texts = 0
  for (const event of events) {
    if (event.kind === 'ending' || event.kind === 'done') break
    if (event.kind === 'text' && ++texts > count) break
    taken.push(event)
  }
  return taken
}

/** A reply from head to end: a good one unless other events are given. */
export async function streamReply(
  stage: Stage,
  events = answerEvents(stage),
  encode: (event: ReplyEvent) => string | Uint8Array = frame,
): Promise<void> {
  openStream(stage)
  await sendEvents(stage, events, { encode })
  stage.exchange.end()
}

/** A provider's error in its own form. */
export function sendFault(stage: Stage, fault: ProviderFault, extra: ExtraHeaders = {}): void {
  sendJson(stage, fault.status, providerErrorBody(stage.request.family, fault), extra)
}

/** One JSON document under Portkey's headers. */
export function sendJson(
  stage: Stage,
  status: number,
  body: object,
  extra: ExtraHeaders = {},
): void {
  const text = JSON.stringify(body)
  stage.exchange.head(status, {
    ...jsonHeaders(headerFacts(stage)),
    'content-length': String(Buffer.byteLength(text)),
    ...extra,
  })
  stage.exchange.end(text)
}

/** The reply as one JSON document, after the time it would have taken to write it. */
export async function sendWhole(stage: Stage, whole: Partial<WholeReply> = {}): Promise<void> {
  const voice = voices[stage.request.family]
  const { pieces, cut } = boundedPieces(stage)
  await stage.exchange.wait(
    (voice.firstTokenMs + (pieces.length * 1000) / voice.tokensPerSecond) * stage.pace,
  )
  const text = whole.text ?? pieces.join('')
  const reason = whole.reason ?? (cut ? 'length' : 'stop')
  sendJson(
    stage,
    200,
    completionBody(stage.request.family, stage.reply, { ...whole, text, reason }),
  )
}

/** Portkey's headers at this stage. */
function headerFacts(stage: Stage): HeaderFacts {
  return {
    provider: stage.request.family,
    traceId: stage.request.traceId,
    optionIndex: stage.request.optionIndex,
    requestId: stage.requestId,
  }
}

function boundedPieces(stage: Stage): { pieces: string[]; cut: boolean } {
  const pieces = textPieces(stage.text)
  const limit = stage.request.maxTokens
  return limit !== undefined && pieces.length > limit
    ? { pieces: pieces.slice(0, limit), cut: true }
    : { pieces, cut: false }
}

function pacedDelay(stage: Stage, event: ReplyEvent): number {
  const voice = voices[stage.request.family]
  if (event.kind === 'opening') return (voice.firstTokenMs / 2) * stage.pace
  if (event.kind === 'ending' || event.kind === 'done') return 0
  return (1000 / voice.tokensPerSecond) * stage.pace
}
