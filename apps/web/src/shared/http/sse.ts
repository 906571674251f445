import { createParser } from 'eventsource-parser'

/** One event of a stream. `endsAt` is the number of body bytes up to and including its blank line. */
export type SseEvent = {
  readonly event: string | undefined
  readonly data: string
  readonly endsAt: number
}

export type SseReader = {
  /** Takes the next bytes and gives back the events that they complete. */
  readonly push: (bytes: Uint8Array) => SseEvent[]
}

/** An event that is larger than a reader is willing to hold. */
export class SseLimitError extends Error {
  override readonly name = 'SseLimitError'
}

const lineFeed = 10
const carriageReturn = 13

/**
 * Reads server-sent events from bytes and says where in the body each of them ended, so that a
 * reader who lost the connection can ask for the rest and neither miss nor repeat an event.
 *
 * Bytes are cut at blank lines before they are decoded: a character is never split, and what is
 * left of an event that never ended is not counted.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function createSseReader(
  options: { readonly startAt?: number; readonly maxEventBytes?: number } = {},
): SseReader {
  const { startAt = 0, maxEventBytes = 1_048_576 } = options
  let offset = startAt
  let pending: Uint8Array[] = []
  let pendingBytes = 0
  let lineIsEmpty = true
  let afterCarriageReturn = false
  let completed: SseEvent[] = []

  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const parser = createParser({
    onEvent: (message) =>
      completed.push({ event: message.event, data: message.data, endsAt: offset }),
  })

  // A byte order mark counts where the stream begins and nowhere else, also not where it is read on.
  if (startAt > 0) parser.feed(':\n')

  function hold(bytes: Uint8Array): void {
    pending.push(bytes)
    pendingBytes += bytes.length
    if (pendingBytes > maxEventBytes) {
      throw new SseLimitError(`An event of the reply is larger than ${maxEventBytes} bytes.`)
    }
  }

  function finishBlock(): void {
    const block = decoder.decode(joined(pending, pendingBytes))
    offset += pendingBytes
    pending = []
    pendingBytes = 0
    // The parser would wait for the line feed that may follow a carriage return.
    parser.feed(block.replaceAll(/\r\n?/g, '\n'))
  }

  function push(bytes: Uint8Array): SseEvent[] {
    completed = []
    let start = 0
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes[index]
      if (byte !== lineFeed && byte !== carriageReturn) {
        lineIsEmpty = false
        afterCarriageReturn = false
        continue
      }
      const completesLineEnd = byte === lineFeed && afterCarriageReturn
      afterCarriageReturn = byte === carriageReturn
      if (completesLineEnd) continue
      if (lineIsEmpty) {
        hold(bytes.subarray(start, index + 1))
        finishBlock()
        start = index + 1
      }
      lineIsEmpty = true
    }
    if (start < bytes.length) hold(bytes.subarray(start))
    return completed
  }

  return { push }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = parts
  if (parts.length === 1 && only) return only
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
