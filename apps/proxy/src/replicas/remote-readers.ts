import type { RegisteredRun } from '../runs/run-registry.ts'
import type { Represented, Run } from '../runs/run.ts'

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

type StandIn = {
  readonly represented: Represented
  stuckAt: number
  heardAt: number
}

type ReadRun = {
  readonly run: Run
  readonly standIns: Map<string, StandIn>
}

/** @param sent Offset up to which Redis has a run; undefined if it has all that it will get. */
export function createRemoteReaders(sent: (runId: string) => number | undefined): RemoteReaders {
  const runs = new Map<string, ReadRun>()

  function join({ id, run }: RegisteredRun, replica: string): StandIn {
    const read = runs.get(id) ?? { run, standIns: new Map<string, StandIn>() }
    runs.set(id, read)
    const represented = run.represent({
      get position() {
        return Math.min(sent(id) ?? run.log.end, read.standIns.get(replica)?.stuckAt ?? Infinity)
      },
    })
    const standIn = { represented, stuckAt: Infinity, heardAt: 0 }
    read.standIns.set(replica, standIn)
    return standIn
  }

  function leave(runId: string, replica: string): void {
    const read = runs.get(runId)
    const standIn = read?.standIns.get(replica)
    if (!read || !standIn) return
    read.standIns.delete(replica)
    if (read.standIns.size === 0) runs.delete(runId)
    standIn.represented.leave()
  }

  function moved({ standIns }: ReadRun): void {
    for (const { represented } of standIns.values()) represented.moved()
  }

  return {
    reading(entry, replica, stuckAt) {
      const standIn = runs.get(entry.id)?.standIns.get(replica) ?? join(entry, replica)
      standIn.heardAt = performance.now()
      standIn.stuckAt = stuckAt ?? Infinity
      standIn.represented.moved()
    },
    left: leave,
    needed(runId) {
      const read = runs.get(runId)
      if (!read || hasOwnReader(read)) return Infinity
      return Math.min(...[...read.standIns.values()].map(({ stuckAt }) => stuckAt))
    },
    published(runId) {
      const read = runs.get(runId)
      if (read) moved(read)
    },
    tick(now, isUp) {
      for (const [runId, read] of runs) {
        for (const [replica, standIn] of read.standIns) {
          if (!isUp) standIn.heardAt = now
          if (now - standIn.heardAt > forgottenAfter || read.run.ended) leave(runId, replica)
        }
        moved(read)
      }
    },
  }
}

function hasOwnReader({ run, standIns }: ReadRun): boolean {
  return run.followers > standIns.size
}
