import type { RegisteredRun } from '../runs/registered-run.ts'
import type { RemoteFollower, Run } from '../runs/run.ts'

/** Said every two seconds; a replica that is silent for longer has no readers any more. */
const forgottenAfter = 7000

/**
 * Readers that other replicas have of this replica's runs. Each such replica stands in a run as one
 * reader whose place is what Redis has. So a run that is read anywhere counts as read, and one that
 * is only read elsewhere goes no faster than Redis and its slowest reader.
 */
export type RemoteReaders = {
  /** @param stuckAt Where they are, if they take no more for the moment. */
  reading(entry: RegisteredRun, replica: string, stuckAt: number | null): void
  left(runId: string, replica: string): void
  /** Offset from which a run is still needed elsewhere; infinite if all keep up. */
  needed(runId: string): number
  /** More of this run is in Redis now. */
  published(runId: string): void
  /** Lets go of replicas that have fallen silent. While Redis is away everybody is silent. */
  tick(now: number, isUp: boolean): void
}

type RemoteReader = {
  readonly follower: RemoteFollower
  stuckAt: number
  heardAt: number
}

type ReadRun = {
  readonly run: Run
  readonly readers: Map<string, RemoteReader>
}

/** @param sent Offset up to which Redis has a run; undefined if it has all that it will get. */
export function createRemoteReaders(sent: (runId: string) => number | undefined): RemoteReaders {
  const runs = new Map<string, ReadRun>()

  function join({ id, run }: RegisteredRun, replica: string): RemoteReader {
    const read = runs.get(id) ?? { run, readers: new Map<string, RemoteReader>() }
    runs.set(id, read)
    const follower = run.followRemotely({
      get position() {
        return Math.min(sent(id) ?? run.log.end, read.readers.get(replica)?.stuckAt ?? Infinity)
      },
    })
    const reader = { follower, stuckAt: Infinity, heardAt: 0 }
    read.readers.set(replica, reader)
    return reader
  }

  function leave(runId: string, replica: string): void {
    const read = runs.get(runId)
    const reader = read?.readers.get(replica)
    if (!read || !reader) return
    read.readers.delete(replica)
    if (read.readers.size === 0) runs.delete(runId)
    reader.follower.leave()
  }

  function moved({ readers }: ReadRun): void {
    for (const { follower } of readers.values()) follower.moved()
  }

  return {
    reading(entry, replica, stuckAt) {
      const reader = runs.get(entry.id)?.readers.get(replica) ?? join(entry, replica)
      reader.heardAt = performance.now()
      reader.stuckAt = stuckAt ?? Infinity
      reader.follower.moved()
    },
    left: leave,
    needed(runId) {
      const read = runs.get(runId)
      if (!read || hasOwnReader(read)) return Infinity
      return Math.min(...[...read.readers.values()].map(({ stuckAt }) => stuckAt))
    },
    published(runId) {
      const read = runs.get(runId)
      if (read) moved(read)
    },
    tick(now, isUp) {
      for (const [runId, read] of runs) {
        for (const [replica, reader] of read.readers) {
          if (!isUp) reader.heardAt = now
          if (now - reader.heardAt > forgottenAfter || read.run.ended) leave(runId, replica)
        }
        moved(read)
      }
    },
  }
}

function hasOwnReader({ run, readers }: ReadRun): boolean {
  return run.followers > readers.size
}
