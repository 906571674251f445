import type { RunLog } from './run-log.ts'
import { createRunLog } from './run-log.ts'
import type { SecretMask } from './secret-mask.ts'
import { createFollower, type Follower, type Sink } from './follower.ts'

const lineFeed = 10
const carriageReturn = 13

export type RunOptions = {
  /** Bytes kept for readers who come back. Beyond it the oldest go, or upstream waits for the slowest reader. */
  readonly retainBytes: number
  readonly mask: SecretMask
  /** Offset of the first byte, where the beginning is no longer to be had. */
  readonly startAt?: number | undefined
  /** Called with each stretch of new bytes, once per turn of the event loop. */
  readonly onBytes?: ((log: RunLog, from: number, to: number) => void) | undefined
  /** Upstream should wait (true) or go on (false). */
  readonly onPressure: (full: boolean) => void
  /** The last reader has left a run that has not ended. */
  readonly onDeserted: () => void
}

/**
 * The bytes of one reply and whoever reads them. Every reader, first or later, reads from the log
 * at its own pace, so that a resumed stream equals an uninterrupted one byte for byte.
 */
export type Run = {
  readonly log: RunLog
  /** Offset up to which readers may read. */
  readonly visible: number
  readonly ended: boolean
  readonly followers: number
  /** Whether the bytes so far end a line, so that a comment may follow. */
  readonly atLineStart: boolean
  /** Upstream's bytes, as they came. They reach readers at the end of this turn of the event loop. */
  append(bytes: Uint8Array): void
  /** Our own text, at once. */
  write(text: string): void
  /** Closes a cut event, writes the last text and lets every reader go when it has read all. */
  end(text: string): void
  /** Adds a reader who has `after` bytes already. */
  follow(sink: Sink, after: number): Follower
  /** Gives up readers that have not taken a byte since `before` (a time as `now` gives it). */
  dropStalled(before: number): void
}

export function createRun(options: RunOptions): Run {
  const log = createRunLog(options.startAt)
  const followers = new Set<Follower>()
  let visible = log.end
  let scanned = log.end
  let ended = false
  let full = false
  let scheduled = false
  let needed = log.end

  function flush(): void {
    scheduled = false
    if (scanned === log.end) return
    const from = visible
    visible = options.mask.scan(log, scanned, log.end)
    scanned = log.end
    if (visible > from) options.onBytes?.(log, from, visible)
    pump()
  }

  function pump(): void {
    for (const follower of followers) follower.pump()
    relieve()
  }

  /** Trims what nobody needs and tells upstream whether there is room. */
  function relieve(): void {
    if (followers.size > 0) {
      needed = log.end
      for (const follower of followers) needed = Math.min(needed, follower.position)
    }
    if (log.end - log.start > options.retainBytes) {
      log.trim(Math.min(needed, log.end - options.retainBytes))
    }
    const isFull = log.end - needed > options.retainBytes
    if (isFull !== full && !ended) {
      full = isFull
      options.onPressure(full)
    }
  }

  function endsLine(): boolean {
    const last = log.at(log.end - 1)
    return log.end === 0 || last === lineFeed || last === carriageReturn
  }

  function writeOwn(text: string): void {
    flush()
    // What was held back as a possible secret is known not to be one when our own text follows.
    log.append(Buffer.from(text))
    visible = log.end
    scanned = log.end
    pump()
  }

  return {
    log,
    get visible() {
      return visible
    },
    get ended() {
      return ended
    },
    get followers() {
      return followers.size
    },
    get atLineStart() {
      return endsLine()
    },
    append(bytes) {
      if (ended) return
      log.append(bytes)
      if (scheduled) return
      scheduled = true
      process.nextTick(flush)
    },
    write: writeOwn,
    end(text) {
      if (ended) return
      writeOwn(closingOf(log) + text)
      ended = true
      pump()
    },
    follow(sink, after) {
      const follower = createFollower(sink, after, {
        read: (offset) => log.read(offset, visible),
        isOver: (offset) => ended && offset >= visible,
        advanced: relieve,
        left() {
          followers.delete(follower)
          if (followers.size === 0 && !ended) options.onDeserted()
          relieve()
        },
      })
      followers.add(follower)
      follower.pump()
      relieve()
      return follower
    },
    dropStalled(before) {
      for (const follower of followers) follower.dropIfStalled(before)
    },
  }
}

/** What must follow the bytes so far to end the event they may have left open. */
export function closingOf(log: RunLog): string {
  if (log.end === 0) return ''
  const tail = log.copy(log.end - 4, log.end).toString('latin1')
  if (/(?:\n\n|\r\r|\r\n\r\n)$/.test(tail)) return ''
  return /[\r\n]$/.test(tail) ? '\n' : '\n\n'
}
