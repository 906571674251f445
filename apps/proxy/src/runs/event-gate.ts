import { parseSseText } from '../portkey/sse-events.ts'
import type { Mutable } from '../run-log/mutable.ts'

const lineFeed = 10
const carriageReturn = 13
const colon = 58
const none = Buffer.alloc(0)
/** An event larger than this is let through in parts: memory comes first. */
const heldCap = 64 * 1024
/** No event is this large: what is without end would fill the memory of the client that waits for its end. */
const eventCap = 16 * 1024 * 1024

/**
 * Stands between upstream and readers that know only the OpenAI protocol. It lets whole events
 * through, as no reader acts on a part of one and a part that is never finished breaks their JSON
 * parsers; and it stops before `[DONE]`, which those readers take for success, so that how the
 * reply ended can be looked at first. No event is parsed on its way.
 */
export type EventGate = {
  /** Takes upstream's bytes and returns what may go on. */
  push(chunk: Buffer): Buffer
  /** `[DONE]` is what comes next. */
  readonly isAtDone: boolean
  /** The event at hand is longer than any event is. */
  readonly isEndless: boolean
  /** `[DONE]` has been let through. */
  readonly hasPassedDone: boolean
  /** The reply is good: `[DONE]` and all that follows may go on. Returns what was held. */
  open(): Buffer
  /** Upstream has ended: returns a last event that lacks nothing but its blank line. */
  lastEvent(): Buffer
  /** The reply is good and upstream has ended: returns `[DONE]` if it was held. */
  lastDone(): Buffer
}

export function createEventGate(): EventGate {
  let held: Buffer = none
  /** Bytes of the event at hand that were let through. */
  let passed = 0

  function release(): Buffer {
    const bytes = held
    held = none
    return bytes
  }

  const gate: Mutable<EventGate> = {
    isAtDone: false,
    isEndless: false,
    hasPassedDone: false,
    push(chunk) {
      if (gate.hasPassedDone) return chunk
      const bytes = held.length > 0 ? Buffer.concat([held, chunk]) : chunk
      const done = gate.isAtDone ? 0 : findDone(bytes)
      if (done !== -1) {
        gate.isAtDone = true
        held = bytes.subarray(done)
        return bytes.subarray(0, done)
      }
      const end = endOfEvents(bytes)
      // Three bytes stay, so that a blank line is found wherever it is cut.
      const cut = bytes.length - end > heldCap ? bytes.length - 3 : end
      passed = end > 0 ? cut - end : passed + cut
      gate.isEndless = passed > eventCap
      held = cut < bytes.length ? bytes.subarray(cut) : none
      return bytes.subarray(0, cut)
    },
    open() {
      gate.isAtDone = false
      gate.hasPassedDone = true
      return release()
    },
    lastEvent() {
      if (gate.isAtDone) return none
      const events = parseSseText(held.toString())
      return events.length > 0 && events.every(({ data }) => isJson(data)) ? release() : none
    },
    lastDone() {
      if (!/^data: ?\[DONE\]\s*$/.test(held.toString())) return none
      return gate.open()
    },
  }
  return gate
}

/** Where a whole line `data: [DONE]` begins, or -1. */
function findDone(bytes: Buffer): number {
  for (let at = bytes.indexOf('[DONE]'); at !== -1; at = bytes.indexOf('[DONE]', at + 1)) {
    const after = bytes[at + 6]
    if (after !== lineFeed && after !== carriageReturn) continue
    const start = at - (bytes[at - 1] === 32 ? 6 : 5)
    const before = bytes[start - 1]
    const isLineStart = start === 0 || before === lineFeed || before === carriageReturn
    if (start >= 0 && isLineStart && bytes.toString('latin1', start, start + 5) === 'data:') {
      return start
    }
  }
  return -1
}

/** Where the event that has not ended begins; comments before it count as ended. */
function endOfEvents(bytes: Buffer): number {
  let end = Math.max(behind(bytes, '\n\n'), behind(bytes, '\r\r'), behind(bytes, '\n\r'))
  for (;;) {
    const first = bytes[end]
    if (isLineEnd(first)) end += 1
    else if (first === colon) {
      const next = lineEndAfter(bytes, end)
      if (next === -1) return end
      end = next + 1
    } else return end
  }
}

function behind(bytes: Buffer, blankLine: string): number {
  const at = bytes.lastIndexOf(blankLine)
  return at === -1 ? 0 : at + blankLine.length
}

function lineEndAfter(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at += 1) if (isLineEnd(bytes[at])) return at
  return -1
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === lineFeed || byte === carriageReturn
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
