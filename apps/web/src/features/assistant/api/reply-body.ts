import { createSseReader } from '../../../shared/http/sse.ts'
import { createYieldToMain } from './yield-to-main.ts'
import type { ReplyEvent } from './chat-events.ts'
import type { createReplyEventReader } from './reply-events.ts'

const eventsPerYield = 16
/** Pieces that came together are one, up to a size that can still be shown in slices. */
const joinedCharacters = 1024

/** The proxy says something at least every 15 s: after this long the connection is dead, whatever it seems. */
const silenceMs = 40_000
const silenceLookMs = 5000

/**
 * Reads the events of one body, which begins at byte `startAt` of the reply. Ends where the body
 * ends, and also when nothing has come for so long that the connection must be a dead one, as after
 * a sleep or a change of network.
 */
export async function* readReplyBody(
  body: ReadableStream<Uint8Array>,
  startAt: number,
  readEvent: ReturnType<typeof createReplyEventReader>,
): AsyncGenerator<ReplyEvent, void> {
  const reader = body.getReader()
  const events = createSseReader({ startAt })
  const yieldToMain = createYieldToMain()
  // The clock on the wall: others stand still while a computer sleeps.
  let heardAt = Date.now()
  const watch = setInterval(() => {
    if (Date.now() - heardAt > silenceMs) void reader.cancel().catch(() => {})
  }, silenceLookMs)
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      heardAt = Date.now()
      let last: ReplyEvent | undefined
      for (const [index, event] of events.push(value).entries()) {
        for (const next of readEvent(event)) {
          const joined = last && joinText(last, next)
          if (last && !joined) yield last
          last = joined ?? next
        }
        if (index % eventsPerYield === eventsPerYield - 1) await yieldToMain()
      }
      if (last) yield last
    }
  } finally {
    clearInterval(watch)
    await reader.cancel().catch(() => {})
  }
}

function joinText(last: ReplyEvent, next: ReplyEvent): ReplyEvent | undefined {
  const isText = last.type === 'text-delta' || last.type === 'reasoning-delta'
  if (!isText || next.type !== last.type || last.text.length > joinedCharacters) return undefined
  return { ...next, text: last.text + next.text }
}

/** Also ends when the browser says that the network is back. */
export function waitForNetwork(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      globalThis.removeEventListener?.('online', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
    globalThis.addEventListener?.('online', done)
  })
}
