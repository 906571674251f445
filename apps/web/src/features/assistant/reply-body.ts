import { createSseReader } from '../../shared/sse.ts'
import { createBreather } from './breathe.ts'
import type { ReplyEvent } from './chat-events.ts'
import type { createReplyEventReader } from './reply-events.ts'

/** Reads the events of one body, which begins at byte `startAt` of the reply. */
export async function* readReplyBody(
  body: ReadableStream<Uint8Array>,
  startAt: number,
  readEvent: ReturnType<typeof createReplyEventReader>,
): AsyncGenerator<ReplyEvent, void> {
  const reader = body.getReader()
  const events = createSseReader({ startAt })
  const breathe = createBreather()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      for (const event of events.push(value)) {
        yield* readEvent(event)
        await breathe()
      }
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
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
