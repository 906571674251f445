import type { Mutable } from '../run-log/mutable.ts'

/** Where a reader's bytes go; an HTTP response is one. */
export type Sink = {
  write(bytes: Uint8Array): boolean
  end(): void
  destroy(): void
  once(event: 'drain' | 'close', listener: () => void): unknown
}

/** A reader of a run: its place in the log, and whether its connection is taking bytes. */
export type Follower = {
  readonly position: number
  /** Writes what there is, as far as the connection takes it. */
  pump(): void
  dropIfStalled(before: number): void
}

type Source = {
  read(offset: number): Uint8Array | undefined
  isOver(offset: number): boolean
  advanced(): void
  left(): void
}

/**
 * Moves bytes from a log to a connection, never more than it takes: while it is full nothing is
 * written, and nothing but its place is remembered.
 */
export function createFollower(sink: Sink, start: number, source: Source): Follower {
  let blockedSince: number | undefined
  let gone = false
  let ending = false

  function pump(): void {
    while (isTaking()) {
      const bytes = source.read(follower.position)
      if (!bytes) break
      follower.position += bytes.length
      if (sink.write(bytes)) continue
      blockedSince = performance.now()
      sink.once('drain', onDrain)
    }
    if (!gone && !ending && source.isOver(follower.position)) {
      ending = true
      sink.end()
    }
  }

  function isTaking(): boolean {
    return !gone && blockedSince === undefined
  }

  function onDrain(): void {
    blockedSince = undefined
    pump()
    source.advanced()
  }

  function leave(): void {
    if (gone) return
    gone = true
    source.left()
  }

  sink.once('close', leave)
  const follower: Mutable<Follower> = {
    position: start,
    pump,
    dropIfStalled(before) {
      if (blockedSince !== undefined && blockedSince < before) sink.destroy()
    },
  }
  return follower
}
