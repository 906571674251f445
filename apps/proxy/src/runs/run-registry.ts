import type { Reply } from './reply.ts'
import type { Run } from './run.ts'

/** How long a finished run can still be read. */
const keepFor = 5 * 60_000
/** A reader that takes nothing for this long is let go. */
const stalledFor = 60_000

export type RegisteredRun = {
  readonly id: string
  /** Who started it; nobody else learns that it exists. */
  readonly owner: string
  readonly run: Run
  readonly reply: Reply
}

/**
 * All replies that are running or can still be read. One clock serves them all, so that a stream
 * needs no timer of its own.
 */
export type RunRegistry = {
  readonly live: number
  /** A reply that has been sent upstream, whether or not it has a run yet. */
  start(reply: Reply): void
  settle(reply: Reply): void
  add(entry: RegisteredRun): void
  find(id: string, owner: string): RegisteredRun | undefined
  /** Ends every running reply with this sentence. */
  cancelAll(message: string): void
  close(): void
}

export type RegistryOptions = {
  /** Bytes that finished runs may hold together; the oldest go first. */
  readonly totalBytes: number
  readonly tickMs: number
}

export function createRunRegistry({ totalBytes, tickMs }: RegistryOptions): RunRegistry {
  const running = new Set<Reply>()
  const runs = new Map<string, RegisteredRun>()
  const endedAt = new Map<string, number>()

  const timer = setInterval(() => {
    const now = performance.now()
    for (const reply of running) reply.tick(now)
    for (const { id, run } of runs.values()) {
      if (run.followers > 0) run.dropStalled(now - stalledFor)
      if (run.ended && !endedAt.has(id)) endedAt.set(id, now)
    }
    forgetFinished(now)
  }, tickMs)
  timer.unref()

  /** `endedAt` is in the order of ending, so the oldest come first. */
  function forgetFinished(now: number): void {
    let held = 0
    for (const id of endedAt.keys()) held += sizeOf(runs.get(id))
    for (const [id, time] of endedAt) {
      if (now - time <= keepFor && held <= totalBytes) break
      const entry = runs.get(id)
      if (entry && entry.run.followers > 0 && now - time <= keepFor) continue
      held -= sizeOf(entry)
      runs.delete(id)
      endedAt.delete(id)
    }
  }

  return {
    get live() {
      return running.size
    },
    start: (reply) => void running.add(reply),
    settle: (reply) => void running.delete(reply),
    add: (entry) => void runs.set(entry.id, entry),
    find(id, owner) {
      const entry = runs.get(id)
      return entry?.owner === owner ? entry : undefined
    },
    cancelAll(message) {
      for (const reply of running) reply.cancel(message)
    },
    close: () => clearInterval(timer),
  }
}

function sizeOf(entry: RegisteredRun | undefined): number {
  return entry ? entry.run.log.end - entry.run.log.start : 0
}
