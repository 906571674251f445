import type { Reply } from './reply-options.ts'
import type { RunAbout } from './run-about.ts'
import type { Run } from './run.ts'

/** How long a finished run can still be read. */
const keepFor = 5 * 60_000
/** A reader that takes nothing for this long is let go. */
const stalledFor = 60_000
/** How often readers are looked at for that: it means going through all runs. */
const stalledLook = 5000

/** Bytes that a finished run takes besides those of its log. */
const besideLog = 3 * 1024

export type RegisteredRun = {
  readonly id: string
  /** Who started it; nobody else learns that it exists. */
  readonly owner: string
  readonly run: Run
  readonly reply: Reply
  readonly about: () => RunAbout
}

/** Where runs are shared with other replicas. */
export type SharedRuns = {
  share(entry: RegisteredRun): void
  /** It will never be read. */
  discard(id: string): void
}

/**
 * All replies that are running or can still be read. One clock serves them all, so that a stream
 * needs no timer of its own.
 */
export type RunRegistry = {
  readonly live: number
  /** A reply that has been sent upstream, whether or not it has a run yet. */
  start(reply: Reply): void
  /** It is over, one way or the other. */
  settle(reply: Reply): void
  add(entry: RegisteredRun): void
  find(id: string, owner: string): RegisteredRun | undefined
  /** Whoever owns it: only for what asked for the owner already. */
  peek(id: string): RegisteredRun | undefined
  /** Forgets a run whose id nobody has been told. */
  discard(id: string): void
  /** Ends every running reply with this sentence. */
  cancelAll(message: string): void
  /** What the clock does. */
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

type Finished = { readonly endedAt: number; bytes: number }

export function createRunRegistry(options: RegistryOptions): RunRegistry {
  const { totalBytes, tickMs, shared, now = () => performance.now() } = options
  const running = new Set<Reply>()
  const runs = new Map<string, RegisteredRun>()
  const ids = new WeakMap<Reply, string>()
  /** In the order in which they ended: the oldest come first. */
  const finished = new Map<string, Finished>()
  /** Ended since the last look, so that their size is not known yet. */
  const unmeasured = new Set<string>()
  let heldBytes = 0
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
    forgetFinished(time)
  }

  function forgetFinished(time: number): void {
    for (const id of unmeasured) measure(id)
    unmeasured.clear()
    for (const [id, { endedAt }] of finished) {
      const isOld = time - endedAt > keepFor
      if (!isOld && heldBytes <= totalBytes) break
      // Its bytes stay as long as it is read, so forgetting it would free nothing; the next may.
      if (!isOld && (runs.get(id)?.run.followers ?? 0) > 0) continue
      forget(id)
    }
  }

  function measure(id: string): void {
    const ended = finished.get(id)
    if (!ended) return
    ended.bytes = (runs.get(id)?.run.log.held ?? 0) + besideLog
    heldBytes += ended.bytes
  }

  function forget(id: string): void {
    heldBytes -= finished.get(id)?.bytes ?? 0
    runs.delete(id)
    finished.delete(id)
  }

  const timer = setInterval(tick, tickMs)
  timer.unref()
  return {
    get live() {
      return running.size
    },
    start: (reply) => void running.add(reply),
    settle(reply) {
      running.delete(reply)
      const id = ids.get(reply)
      if (id === undefined || !runs.has(id)) return
      finished.set(id, { endedAt: now(), bytes: 0 })
      unmeasured.add(id)
    },
    add(entry) {
      runs.set(entry.id, entry)
      ids.set(entry.reply, entry.id)
      shared?.share(entry)
    },
    find(id, owner) {
      const entry = runs.get(id)
      return entry?.owner === owner ? entry : undefined
    },
    peek: (id) => runs.get(id),
    discard(id) {
      forget(id)
      shared?.discard(id)
    },
    cancelAll(message) {
      for (const reply of running) reply.cancel(message)
    },
    tick,
    close: () => clearInterval(timer),
  }
}
