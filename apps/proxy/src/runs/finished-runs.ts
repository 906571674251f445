import { createLogArena, openFinishedLog, type FinishedLog } from '../run-log/finished-log.ts'
import type { Reply } from './reply-options.ts'
import type { RunAbout } from './run-about.ts'
import type { RegisteredRun } from './registered-run.ts'
import { reopenRun } from './run.ts'

/** How long a finished run can still be read. */
const keepFor = 5 * 60_000

/** Bytes that a run takes besides those of its log once it is put away, and until then. */
const besideLog = 256
const besideOpenLog = 4 * 1024

/** There is nothing left to stop. */
const over: Reply = { stop: () => undefined, cancel: () => undefined, tick: () => undefined }

/** Record of a finished run: plain data, since there are thousands of them. */
type Kept = {
  readonly owner: string
  /** Only other replicas ask for it. */
  readonly about: RunAbout | undefined
  readonly log: FinishedLog
}

type Finished = { readonly endedAt: number; bytes: number; kept: Kept | undefined }

/** Runs that have ended and can still be read, in the order in which they ended. */
export type FinishedRuns = {
  add(id: string, endedAt: number): void
  /** Nobody reads it: from now on it is only its bytes. */
  putAway(entry: RegisteredRun): void
  /** One that was put away, as it was. */
  open(id: string): RegisteredRun | undefined
  /** Counts one that is still read. */
  measure(id: string, heldByLog: number): void
  forget(id: string): void
  /**
   * Evicts runs that are too old, then the oldest beyond the bound. A run with readers is passed
   * over, as forgetting it frees nothing.
   */
  surplus(time: number, isRead: (id: string) => boolean): Iterable<string>
}

/** @param totalBytes What they may hold together. */
export function createFinishedRuns(totalBytes: number, isShared: boolean): FinishedRuns {
  const finished = new Map<string, Finished>()
  const arena = createLogArena()
  let heldBytes = 0

  function setBytes(run: Finished, bytes: number): void {
    heldBytes += bytes - run.bytes
    run.bytes = bytes
  }

  return {
    add: (id, endedAt) => void finished.set(id, { endedAt, bytes: 0, kept: undefined }),
    putAway({ id, owner, run, about }) {
      const item = finished.get(id)
      if (!item) return
      const log = arena.put(run.log)
      item.kept = { owner, about: isShared ? about() : undefined, log }
      setBytes(item, log.length + besideLog)
    },
    open(id) {
      const kept = finished.get(id)?.kept
      if (!kept) return undefined
      const { owner, log } = kept
      const about = (): RunAbout => {
        if (kept.about) return kept.about
        throw new Error('A run that is not shared is asked for what only replicas ask.')
      }
      return { id, owner, run: reopenRun(openFinishedLog(log)), reply: over, about }
    },
    measure(id, heldByLog) {
      const item = finished.get(id)
      if (item && !item.kept) setBytes(item, heldByLog + besideOpenLog)
    },
    forget(id) {
      heldBytes -= finished.get(id)?.bytes ?? 0
      finished.delete(id)
    },
    *surplus(time, isRead) {
      for (const [id, { endedAt }] of finished) {
        const isOld = time - endedAt > keepFor
        if (!isOld && heldBytes <= totalBytes) return
        if (isOld || !isRead(id)) yield id
      }
    },
  }
}
