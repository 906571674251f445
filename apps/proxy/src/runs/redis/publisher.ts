import { createHash } from 'node:crypto'
import type { ChainableCommander } from 'ioredis'
import type { RegisteredRun } from '../run-registry.ts'
import { causeOf, type Connection } from './connection.ts'
import { ownerMark, runChannel, runKey, segmentBytes, segmentKey, segmentKeys } from './keys.ts'
import { keepFor } from './run-store.ts'
import { writeScript } from './scripts.ts'

/** Bytes are gathered for this long, so that a run of many small events is few commands. */
const batchMs = 40
/** A run that nobody renews is gone after this; longer than `renewMs`, and than Redis may be away. */
const runningFor = 6 * 60_000
const renewMs = 60_000
/** What one round may hold in memory on its way. The rest waits in the runs' own logs. */
const roundBytes = 4 * 1024 * 1024
/** Segments of one run in one round, so that a fast one leaves room for others. */
const segmentsAtOnce = 4
/** After Redis has refused a write. */
const refusalPause = 500

/**
 * Copies what runs of this replica show their readers to Redis. It looks at the runs' logs by
 * itself, so the streams know nothing of it and never wait for it.
 */
export type Publisher = {
  share(entry: RegisteredRun): void
  /** Nobody may read it any more, and nobody knows its id. */
  discard(id: string): void
  /** Offset up to which Redis has a run; undefined if it has all that it will get. */
  sent(id: string): number | undefined
  /** Resolves when all that has ended is written, or the time is over. */
  drained(milliseconds: number): Promise<void>
  close(): void
}

/** The server knows the script by this; sent along with each write it would be most of the bytes. */
const writeScriptHash = createHash('sha1').update(writeScript).digest('hex')

type Outgoing = {
  readonly entry: RegisteredRun
  readonly ownerMark: string
  /** What Redis has of it: from here … */
  start: number
  /** … to here. It lags behind the run's own log, so what it keeps is counted by itself. */
  sent: number
  isNew: boolean
  /** Whether the time of the first word has been written. */
  knowsFirstText: boolean
  firstSegment: number
  renewedAt: number
  pausedUntil: number
}

type Write = {
  readonly item: Outgoing
  readonly start: number
  readonly to: number
  readonly isLast: boolean
  readonly withText: boolean
}

export type PublisherOptions = {
  readonly connection: Connection
  readonly replica: string
  /** Bytes of a run that Redis keeps. */
  readonly retainBytes: number
  /** Offset from which readers elsewhere need a run, if they are behind. */
  readonly needed: (id: string) => number
  /** More of a run is in Redis now. */
  readonly onSent: (id: string) => void
  readonly onRefused: (cause: string) => void
}

export function createPublisher(options: PublisherOptions): Publisher {
  const { replica, retainBytes, needed, onSent, onRefused } = options
  const { client } = options.connection
  const outgoing = new Map<string, Outgoing>()
  const waiters = new Set<() => void>()
  let timer: NodeJS.Timeout | undefined
  let isBusy = false

  async function round(): Promise<void> {
    if (outgoing.size === 0) return rest()
    if (isBusy || client.status !== 'ready') return
    const pipeline = client.pipeline()
    // Other commands than writes have no entry here; results come in the order of the commands.
    const writes: (Write | undefined)[] = []
    const budget = { bytes: roundBytes }
    const served: Outgoing[] = []
    for (const item of outgoing.values()) {
      if (budget.bytes <= 0) break
      if (collect(item, pipeline, writes, budget)) served.push(item)
    }
    for (const item of served) moveToEnd(item)
    if (writes.length === 0) return
    isBusy = true
    const results = await pipeline.exec().catch(() => null)
    isBusy = false
    const stuck = new Set<Outgoing>()
    for (const [index, write] of writes.entries()) {
      if (!write || stuck.has(write.item)) continue
      const [error, result] = results?.[index] ?? [new Error('no answer'), undefined]
      if (error) refuse(write.item, error)
      if (error || !settle(write, result)) stuck.add(write.item)
    }
    if (outgoing.size === 0) rest()
    // What did not fit into this round goes with the next, without a pause.
    else if (stuck.size === 0 && budget.bytes < roundBytes / 4) setImmediate(() => void round())
  }

  /** Adds the commands for what is new in a run, a segment at a time. */
  function collect(
    item: Outgoing,
    pipeline: ChainableCommander,
    writes: (Write | undefined)[],
    budget: { bytes: number },
  ): boolean {
    const { run, id } = item.entry
    const now = performance.now()
    if (now < item.pausedUntil) return false
    const { visible, ended } = run
    if (item.isNew || item.sent < run.log.start) {
      // Redis begins anew where our own memory begins.
      item.start = run.log.start
      item.sent = run.log.start
    }
    let from = item.sent
    let { start } = item
    if (!item.isNew && from === visible && !ended) {
      renew(item, now, pipeline, writes)
      return false
    }
    for (let count = 0; count < segmentsAtOnce; count += 1) {
      const segment = Math.floor(from / segmentBytes)
      const to = Math.min(visible, (segment + 1) * segmentBytes)
      start = Math.max(start, Math.min(to - retainBytes, needed(id)))
      writes.push(write(item, pipeline, { start, from, to, isLast: ended && to === visible }))
      budget.bytes -= to - from
      from = to
      if (from === visible) break
    }
    for (; item.firstSegment < Math.floor(start / segmentBytes); item.firstSegment += 1) {
      pipeline.unlink(segmentKey(id, item.firstSegment))
      writes.push(undefined)
    }
    return true
  }

  function write(
    item: Outgoing,
    pipeline: ChainableCommander,
    piece: { start: number; from: number; to: number; isLast: boolean },
  ): Write {
    const { id, run } = item.entry
    const { start, from, to, isLast } = piece
    const facts = item.isNew || !item.knowsFirstText ? item.entry.about() : undefined
    const withText = facts ? facts.firstTextAt !== null : true
    const segment = segmentKey(id, Math.floor(from / segmentBytes))
    const others = isLast ? segmentKeys(id, start, to).filter((key) => key !== segment) : []
    pipeline.evalsha(
      writeScriptHash,
      2 + others.length,
      runKey(id),
      segment,
      ...others,
      String(from),
      run.log.copy(from, to),
      String(from % segmentBytes),
      String(to),
      String(start),
      isLast ? 'ended' : 'running',
      String(isLast ? keepFor : runningFor),
      runChannel(id),
      item.ownerMark,
      replica,
      facts && (item.isNew || withText) ? JSON.stringify(facts) : '',
      String(Date.now()),
    )
    item.renewedAt = performance.now()
    return { item, start, to, isLast, withText }
  }

  function renew(
    item: Outgoing,
    now: number,
    pipeline: ChainableCommander,
    writes: (Write | undefined)[],
  ): void {
    if (now - item.renewedAt < renewMs) return
    item.renewedAt = now
    const { id, run } = item.entry
    for (const key of [runKey(id), ...segmentKeys(id, item.start, run.visible)]) {
      pipeline.pexpire(key, runningFor)
      writes.push(undefined)
    }
  }

  /** Whether what was meant to be written is written. */
  function settle({ item, start, to, isLast, withText }: Write, result: unknown): boolean {
    const [answer, end] = Array.isArray(result) ? result : []
    if (answer === 'ok') {
      item.start = start
      item.sent = to
      item.isNew = false
      item.knowsFirstText ||= withText
      if (isLast) outgoing.delete(item.entry.id)
      onSent(item.entry.id)
      return true
    }
    if (answer === 'elsewhere') {
      item.sent = Math.min(Number(end), item.entry.run.visible)
      item.isNew = false
    } else if (answer === 'lost') {
      item.isNew = true
      item.knowsFirstText = false
    } else {
      outgoing.delete(item.entry.id)
    }
    return false
  }

  function refuse(item: Outgoing, error: Error): void {
    if (error.message.startsWith('NOSCRIPT')) {
      // A server that was restarted, or never asked before.
      client.script('LOAD', writeScript).catch(() => undefined)
      return
    }
    item.pausedUntil = performance.now() + refusalPause
    if (client.status === 'ready') onRefused(causeOf(error))
  }

  /** Who was served goes behind who was not. */
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
    share(entry) {
      if (outgoing.has(entry.id)) return
      outgoing.set(entry.id, {
        entry,
        ownerMark: ownerMark(entry.owner),
        start: 0,
        sent: 0,
        isNew: true,
        knowsFirstText: false,
        firstSegment: 0,
        renewedAt: 0,
        pausedUntil: 0,
      })
      timer ??= setInterval(() => void round(), batchMs).unref()
      // Its reader may be cut off and sent to another replica right after the first event.
      setImmediate(() => void round())
    },
    discard(id) {
      const item = outgoing.get(id)
      outgoing.delete(id)
      if (!item || item.isNew || client.status !== 'ready') return
      client
        .unlink(runKey(id), ...segmentKeys(id, item.start, item.entry.run.visible))
        .catch(() => undefined)
    },
    sent: (id) => outgoing.get(id)?.sent,
    async drained(milliseconds) {
      if (outgoing.size === 0) return
      await new Promise<void>((resolve) => {
        waiters.add(resolve)
        setTimeout(resolve, milliseconds).unref()
        void round()
      })
    },
    close: rest,
  }
}
