import type { RegisteredRun } from '../runs/registered-run.ts'
import { causeOf, type Connection } from './connection.ts'
import {
  collectWrites,
  createOutgoing,
  settleWrite,
  type Outgoing,
  type OutgoingLimits,
  type Round,
} from './pending-writes.ts'
import { writeScript } from './scripts.ts'

/** Bytes are gathered for this long, so that a run of many small events is few commands. */
const batchMs = 40
/** Bytes in flight of one round, at most. The rest waits in the runs' own logs. */
const roundBytes = 4 * 1024 * 1024
/** After Redis has refused a write. */
const refusalPause = 500

/**
 * Copies what runs of this replica show their readers to Redis. It looks at the runs' logs by
 * itself, so the streams know nothing of it and never wait for it. One round is on its way at a time.
 */
export type Publisher = {
  /** Redis is there: what writing needs is brought to it before there is anything to write. */
  prepare(): void
  share(entry: RegisteredRun): void
  /** Offset up to which Redis has a run; undefined if it has all that it will get. */
  sent(id: string): number | undefined
  /** Resolves when all that has ended is written, or the time is over. */
  drained(milliseconds: number): Promise<void>
  close(): void
}

export type PublisherOptions = OutgoingLimits & {
  readonly connection: Connection
  /** More of a run is in Redis now. */
  readonly onSent: (id: string) => void
  readonly onRefused: (cause: string) => void
}

export function createPublisher(options: PublisherOptions): Publisher {
  const { client } = options.connection
  const outgoing = new Map<string, Outgoing>()
  const waiters = new Set<() => void>()
  let timer: NodeJS.Timeout | undefined
  let isBusy = false
  /** A run has begun that Redis does not know yet. */
  let isUrgent = false

  async function publish(): Promise<void> {
    if (outgoing.size === 0) return rest()
    if (isBusy || client.status !== 'ready') return
    isUrgent = false
    const round: Round = { pipeline: client.pipeline(), writes: [], budget: roundBytes }
    const served: Outgoing[] = []
    for (const item of outgoing.values()) {
      if (round.budget <= 0) break
      if (collectWrites(item, round, options)) served.push(item)
    }
    if (round.writes.length === 0) return
    for (const item of served) moveToEnd(item)
    isBusy = true
    const results = await round.pipeline.exec().catch(() => null)
    isBusy = false
    const isStuck = takeIn(round, results)
    if (outgoing.size === 0) rest()
    // The rest goes with the next round, without a pause.
    else if (isUrgent || (!isStuck && round.budget < roundBytes / 4)) soon()
  }

  function soon(): void {
    setImmediate(() => void publish())
  }

  /** Whether a write has not had the effect that it was meant to have. */
  function takeIn(round: Round, results: [Error | null, unknown][] | null): boolean {
    const stuck = new Set<Outgoing>()
    for (const [index, write] of round.writes.entries()) {
      // Later stretches of a run build on the earlier ones.
      if (!write || stuck.has(write.item)) continue
      const { item } = write
      const [error, result] = results?.[index] ?? [new Error('no answer'), undefined]
      if (error) refuse(item, error)
      const outcome = error ? 'again' : settleWrite(write, result)
      if (outcome === 'again') stuck.add(item)
      if (outcome === 'over') outgoing.delete(item.entry.id)
      options.onSent(item.entry.id)
    }
    return stuck.size > 0
  }

  function refuse(item: Outgoing, error: Error): void {
    if (error.message.startsWith('NOSCRIPT')) {
      // A server that was restarted, or never asked before.
      prepare()
      return
    }
    item.pausedUntil = performance.now() + refusalPause
    if (client.status === 'ready') options.onRefused(causeOf(error))
  }

  function prepare(): void {
    client.script('LOAD', writeScript).catch(() => undefined)
  }

  /** Round robin: a served run goes to the end of the queue. */
  function moveToEnd(item: Outgoing): void {
    outgoing.delete(item.entry.id)
    outgoing.set(item.entry.id, item)
  }

  function rest(): void {
    clearInterval(timer)
    timer = undefined
    for (const waiter of waiters) waiter()
  }

  return {
    prepare,
    share(entry) {
      if (outgoing.has(entry.id)) return
      outgoing.set(entry.id, createOutgoing(entry))
      timer ??= setInterval(() => void publish(), batchMs).unref()
      // Its reader may be cut off and sent to another replica right after the first event.
      isUrgent = true
      soon()
    },
    sent: (id) => outgoing.get(id)?.sent,
    async drained(milliseconds) {
      if (outgoing.size === 0) return
      await new Promise<void>((resolve) => {
        waiters.add(resolve)
        setTimeout(resolve, milliseconds).unref()
        void publish()
      })
    },
    close: rest,
  }
}
