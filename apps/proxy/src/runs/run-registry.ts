import { createFinishedRuns } from './finished-runs.ts'
import type { RegisteredRun } from './registered-run.ts'
import type { Reply } from './reply-options.ts'

/** A reader that takes nothing for this long is let go. */
const stalledFor = 60_000
/** How often readers are looked at for that: it means going through all runs. */
const stalledLook = 5000

/** Where runs are shared with other replicas. */
export type SharedRuns = {
  share(entry: RegisteredRun): void
}

/**
 * All replies that are running or can still be read. One clock serves them all, so that a stream
 * needs no timer of its own.
 */
export type RunRegistry = {
  readonly live: number
  /** A reply that has been sent upstream, whether or not it has a run yet. */
  start(reply: Reply): void
  /** It is over, one way or the other; with the id of its run, if it has one that was added. */
  settle(reply: Reply, id?: string): void
  add(entry: RegisteredRun): void
  /** The run has ended and nobody reads it. */
  putAway(id: string): void
  find(id: string, owner: string): RegisteredRun | undefined
  /** Finds it for any owner: only after the owner was checked. */
  peek(id: string): RegisteredRun | undefined
  /** Ends every running reply with this sentence. */
  cancelAll(message: string): void
  /** Work of the timer. */
  tick(): void
  close(): void
}

export type RegistryOptions = {
  /** Bytes that finished runs may hold together; the oldest go first. */
  readonly totalBytes: number
  readonly tickMs: number
  readonly shared?: SharedRuns | undefined
  /** Milliseconds that only ever grow. */
  readonly now?: (() => number) | undefined
}

export function createRunRegistry(options: RegistryOptions): RunRegistry {
  const { totalBytes, tickMs, shared, now = () => performance.now() } = options
  const running = new Set<Reply>()
  /** Runs that are running or read. */
  const runs = new Map<string, RegisteredRun>()
  const finished = createFinishedRuns(totalBytes, shared !== undefined)
  /** Ended since the last look, and read at that time. */
  const unmeasured = new Set<string>()
  /** Put away, and taken out again for a reader. */
  const reopened = new Set<string>()
  let lookedAt = now()

  function tick(): void {
    const time = now()
    for (const reply of running) reply.tick(time)
    if (time - lookedAt >= stalledLook) {
      lookedAt = time
      for (const { run } of runs.values()) {
        if (run.followers > 0) run.dropStalled(time - stalledFor)
      }
    }
    for (const id of unmeasured) finished.measure(id, runs.get(id)?.run.log.held ?? 0)
    unmeasured.clear()
    for (const id of reopened) if (!isRead(id)) putBack(id)
    for (const id of finished.surplus(time, isRead)) forget(id)
  }

  function isRead(id: string): boolean {
    return (runs.get(id)?.run.followers ?? 0) > 0
  }

  function reopen(id: string): RegisteredRun | undefined {
    const entry = finished.open(id)
    if (!entry) return undefined
    runs.set(id, entry)
    reopened.add(id)
    return entry
  }

  function putBack(id: string): void {
    runs.delete(id)
    reopened.delete(id)
  }

  function forget(id: string): void {
    putBack(id)
    finished.forget(id)
  }

  const timer = setInterval(tick, tickMs)
  timer.unref()
  return {
    get live() {
      return running.size
    },
    start: (reply) => void running.add(reply),
    settle(reply, id) {
      running.delete(reply)
      if (id === undefined || !runs.has(id)) return
      finished.add(id, now())
      unmeasured.add(id)
    },
    add(entry) {
      runs.set(entry.id, entry)
      shared?.share(entry)
    },
    putAway(id) {
      const entry = runs.get(id)
      if (!entry) return
      finished.putAway(entry)
      unmeasured.delete(id)
      runs.delete(id)
    },
    find(id, owner) {
      const entry = runs.get(id) ?? reopen(id)
      return entry?.owner === owner ? entry : undefined
    },
    peek: (id) => runs.get(id) ?? reopen(id),
    cancelAll(message) {
      for (const reply of running) reply.cancel(message)
    },
    tick,
    close: () => clearInterval(timer),
  }
}
