import { createFollower, type Follower, type Sink } from './follower.ts'
import type { Mutable } from '../run-log/mutable.ts'
import { createRunLog, type RunLog } from '../run-log/run-log.ts'
import type { SecretMask } from '../redaction/secret-mask.ts'

/** How far upstream may be ahead of the fastest reader: enough to keep it busy, little to hold for one who has stalled. */
const aheadBytes = 256 * 1024
/** Kept of a reply that is too long to be kept whole, while its readers cannot keep up with it. */
const laggedBytes = 1024 * 1024
const lineFeed = 10
const carriageReturn = 13

export type RunOptions = {
  /** Bytes kept for readers who come back. Beyond it the oldest go, or upstream waits for a reader who is that far behind. */
  readonly retainBytes: number
  readonly mask: SecretMask
  /** Where the bytes go; by default an empty log that begins at 0. */
  readonly log?: RunLog | undefined
  /** Called with each stretch of new bytes, once per turn of the event loop. */
  readonly onBytes?: ((log: RunLog, from: number, to: number) => void) | undefined
  /** Upstream should wait (true) or go on (false). */
  readonly onPressure: (full: boolean) => void
  /** The last reader has left a run that has not ended. */
  readonly onDeserted: () => void
  /** It has ended, and nobody reads it any more. */
  readonly onOver?: (() => void) | undefined
}

type Listener = Pick<RunOptions, 'onBytes' | 'onPressure' | 'onDeserted'>

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
  isAtLineStart(): boolean
  /** Upstream's bytes, as they came. They reach readers at the end of this turn of the event loop. */
  append(bytes: Uint8Array): void
  /** Our own text, at once. */
  write(text: string): void
  /** Closes a cut event, writes the last text and lets every reader go when it has read all. */
  end(text: string): void
  /** Adds a reader who has `after` bytes already. */
  follow(sink: Sink, after: number): Follower
  /** Adds one who stands for readers elsewhere: the run counts as followed. */
  followRemotely(position: RemotePosition): RemoteFollower
  /** Gives up readers that have not taken a byte since `before` (a time as `now` gives it). */
  dropStalled(before: number): void
}

/** Keeps the place of readers elsewhere. Beside a follower of the run's own it holds nothing back. */
export type RemotePosition = { readonly position: number }

export type RemoteFollower = {
  /** The place is another now. */
  moved(): void
  leave(): void
}

export function createRun({
  retainBytes,
  mask,
  log = createRunLog(),
  onOver,
  ...listener
}: RunOptions): Run {
  let followers: readonly Follower[] = []
  let positions: readonly RemotePosition[] = []
  let scanned = log.end
  let full = false
  let scheduled = false
  let needed = log.end
  /** Not needed once it has ended, and it may hold on to much. */
  let listening: Listener | undefined = listener

  function flush(): void {
    scheduled = false
    if (scanned === log.end) return
    const from = run.visible
    run.visible = mask.scan(log, scanned, log.end)
    scanned = log.end
    if (run.visible > from) listening?.onBytes?.(log, from, run.visible)
    pump()
  }

  function pump(): void {
    for (const follower of followers) follower.pump()
    relieve()
  }

  /** Trims what nobody needs and tells upstream whether there is room. */
  function relieve(): void {
    let fastest = log.end
    const readers = followers.length > 0 ? followers : positions
    if (readers.length > 0) {
      needed = log.end
      fastest = log.start
      for (const { position } of readers) {
        needed = Math.min(needed, position)
        fastest = Math.max(fastest, position)
      }
    }
    const kept = full && log.end > retainBytes ? Math.min(retainBytes, laggedBytes) : retainBytes
    if (log.end - log.start > kept) log.trim(Math.min(needed, log.end - kept))
    const isFull = log.end - needed > retainBytes || log.end - fastest > aheadBytes
    if (isFull !== full && !run.ended) {
      full = isFull
      listening?.onPressure(full)
    }
  }

  function setReaders(direct: readonly Follower[], elsewhere: readonly RemotePosition[]): void {
    followers = direct
    positions = elsewhere
    run.followers = followers.length + positions.length
  }

  function afterLeaving(): void {
    if (run.followers === 0 && !run.ended) listening?.onDeserted()
    relieve()
    if (run.followers === 0 && run.ended) onOver?.()
  }

  function writeOwn(text: string): void {
    flush()
    // Releases bytes held back as a possible secret: our own text follows, so they are none.
    log.append(Buffer.from(text))
    run.visible = log.end
    scanned = log.end
    pump()
  }

  const run: Mutable<Run> = {
    log,
    visible: log.end,
    ended: false,
    followers: 0,
    isAtLineStart() {
      const last = log.at(log.end - 1)
      return log.end === 0 || last === lineFeed || last === carriageReturn
    },
    append(bytes) {
      if (run.ended) return
      log.append(bytes)
      if (scheduled) return
      scheduled = true
      process.nextTick(flush)
    },
    write: writeOwn,
    end(text) {
      if (run.ended) return
      writeOwn(closingOf(log) + text)
      run.ended = true
      listening = undefined
      pump()
      if (run.followers === 0) onOver?.()
    },
    follow(sink, after) {
      const follower = createFollower(sink, after, {
        read: (offset) => log.read(offset, run.visible),
        isOver: (offset) => run.ended && offset >= run.visible,
        advanced: relieve,
        left() {
          setReaders(without(followers, follower), positions)
          afterLeaving()
        },
      })
      setReaders([...followers, follower], positions)
      follower.pump()
      relieve()
      return follower
    },
    followRemotely(position) {
      setReaders(followers, [...positions, position])
      relieve()
      return {
        moved: relieve,
        leave() {
          setReaders(followers, without(positions, position))
          afterLeaving()
        },
      }
    },
    dropStalled(before) {
      for (const follower of followers) follower.dropIfStalled(before)
    },
  }
  return run
}

/** A run that has ended, to be read again. */
export function reopenRun(log: RunLog): Run {
  const run = createRun({
    log,
    retainBytes: log.end - log.start,
    mask: { scan: (_log, _from, to) => to },
    onPressure: () => undefined,
    onDeserted: () => undefined,
  })
  run.end('')
  return run
}

/** A copy, so that going through the readers goes on safely when one leaves. */
function without<Reader>(readers: readonly Reader[], left: Reader): readonly Reader[] {
  return readers.filter((reader) => reader !== left)
}

/** Bytes that close the event which the log may have left open. */
export function closingOf(log: RunLog): string {
  if (log.end === 0) return ''
  const tail = log.copy(log.end - 4, log.end).toString('latin1')
  if (/(?:\n\n|\r\r|\r\n\r\n)$/.test(tail)) return ''
  return /[\r\n]$/.test(tail) ? '\n' : '\n\n'
}
