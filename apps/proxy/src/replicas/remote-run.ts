import type { Sink } from '../runs/follower.ts'
import { createRunLog, type RunLog } from '../run-log/run-log.ts'
import { createRun, type Run } from '../runs/run.ts'
import type { RunAbout } from '../runs/run-about.ts'
import { coalesce, ignoreFailure } from './redis-errors.ts'
import { createOffsetWaiting, type OffsetStatus } from './wait-for-offset.ts'
import type { RunRecord, RunStore } from './run-store.ts'

/** A run that Redis has forgotten is written anew by its replica, if that is alive. */
const lostFor = 8000
/** Bytes that a dead replica can have shown its readers without Redis having them. */
const unsharedBytes = 1024 * 1024

const mostMisses = 3

export type RemoteRunOptions = {
  readonly id: string
  readonly record: RunRecord
  readonly store: RunStore
  readonly retainBytes: number
  /** Somebody must be told that readers are there, or are slow, or have left. */
  readonly onReaders: () => void
  readonly buildOrphanedEnd: (log: RunLog, about: RunAbout, at: number) => string
}

/**
 * A run of another replica as it is read here: a run of our own, fed from Redis. Pulls the stored bytes,
 * takes announced ones as they come, and pulls again where a gap shows.
 */
export type RemoteRun = {
  readonly id: string
  readonly replica: string
  readonly ownerMark: string
  /** Nothing more will come. */
  readonly isOver: boolean
  /** Given up in the middle. */
  readonly isCut: boolean
  /** Where it is, if its readers take no more for the moment. */
  readonly stuckAt: number | null
  readonly isRead: boolean
  readonly bytes: number
  /** Keeps the remote although nobody follows yet. Returns what lets go of it. */
  hold(): () => void
  waitForOffset(after: number): Promise<OffsetStatus>
  follow(sink: Sink, after: number): void
  /** Bytes that were announced. */
  receive(from: number, state: RunRecord['state'], bytes: Buffer): void
  pull(): Promise<void>
  /** After an outage: what was announced in between was missed. */
  catchUp(): void
  /** Its replica is gone (or, `forced`, denies it): whoever is first writes the end for all. */
  finalize(forced?: boolean): Promise<void>
  dropStalled(before: number): void
  /** Lets its readers go in the middle: they come back, here or elsewhere, to where they were. */
  cut(): void
}

export function createRemoteRun(options: RemoteRunOptions): RemoteRun {
  const { id, store } = options
  let { record } = options
  const sinks = new Set<Sink>()
  let holds = 0
  let isFull = false
  let isOver = false
  let given: OffsetStatus | undefined
  let misses = 0
  let lostSince: number | undefined
  let savedEnd: number | undefined
  let orphanedEnd = ''

  const run: Run = createRun({
    retainBytes: options.retainBytes,
    log: createRunLog(record.start),
    // Its own replica has looked for secrets.
    mask: { scan: (_log, _from, to) => to },
    onBytes: () => waiting.wake(),
    onPressure(full) {
      isFull = full
      options.onReaders()
      if (!full) ignoreFailure(pull())
    },
    onDeserted: options.onReaders,
  })

  const waiting = createOffsetWaiting(look, () => run.visible)
  const pull = coalesce(pullOnce)

  /** Adds what is new of `[from, from + bytes)`. False if something before it is missing. */
  function add(from: number, bytes: Buffer): boolean {
    const known = run.log.end - from
    if (known < 0) return false
    if (known < bytes.length) run.append(bytes.subarray(known))
    return true
  }

  function receive(from: number, state: RunRecord['state'], bytes: Buffer): void {
    if (isOver || isFull) return
    lostSince = undefined
    if (state === 'orphaned' ? run.log.end !== from : !add(from, bytes))
      return ignoreFailure(pull())
    if (state === 'running') return
    if (state === 'orphaned') endWith(bytes.toString())
    else if (run.log.end === from + bytes.length) finish()
  }

  async function pullOnce(again: () => void): Promise<void> {
    if (isOver || isFull) return
    const found = await store.read(id)
    if (isOver) return
    if (!found) {
      lostSince ??= performance.now()
      if (performance.now() - lostSince > lostFor) endWith(wordsFor(record))
      return
    }
    lostSince = undefined
    record = found
    const { start, end, state } = record
    if (start > run.log.end) return giveUp('cut')
    if (end > run.log.end) {
      const from = run.log.end
      const bytes = await store.readBytes(id, from, end)
      if (isOver) return
      if (!bytes) return missed(again)
      misses = 0
      add(from, bytes)
    }
    if (run.log.end !== end || state === 'running') return
    if (state === 'orphaned') endWith(record.tail ?? '')
    else finish()
  }

  /** It was trimmed while we read, which the next look tells, or a full server threw it out. */
  function missed(again: () => void): void {
    misses += 1
    if (misses > mostMisses) giveUp('gone')
    else again()
  }

  function wordsFor({ about, at }: RunRecord): string {
    return options.buildOrphanedEnd(run.log, about, at)
  }

  function endWith(text: string): void {
    savedEnd = run.log.end
    orphanedEnd = text
    run.append(Buffer.from(text))
    finish()
  }

  function finish(): void {
    if (isOver) return
    isOver = true
    // The bytes hold their own end: nothing is added.
    run.end('')
    waiting.wake()
  }

  function look(after: number): OffsetStatus | undefined {
    if (given) return given
    if (after < run.log.start) return { kind: 'gone' }
    if (savedEnd !== undefined && after > savedEnd && after <= savedEnd + unsharedBytes)
      return { kind: 'finalized', text: `\n\n${orphanedEnd.trimStart()}` }
    if (after <= run.visible) return { kind: 'follow' }
    return isOver ? { kind: 'past', end: run.visible } : undefined
  }

  function giveUp(kind: 'cut' | 'gone'): void {
    isOver = true
    given = { kind }
    for (const sink of sinks) sink.destroy()
    waiting.wake()
  }

  function hold(): () => void {
    holds += 1
    return () => {
      holds -= 1
      if (holds === 0) options.onReaders()
    }
  }

  return {
    id,
    replica: record.replica,
    ownerMark: record.owner,
    get isOver() {
      return isOver
    },
    get isCut() {
      return given !== undefined
    },
    get stuckAt() {
      return isFull ? run.log.end : null
    },
    get isRead() {
      return holds > 0 || run.followers > 0
    },
    get bytes() {
      return run.log.end - run.log.start
    },
    hold,
    waitForOffset: waiting.waitForOffset,
    follow(sink, after) {
      sinks.add(sink)
      sink.once('close', () => sinks.delete(sink))
      run.follow(sink, after)
    },
    receive,
    pull,
    catchUp() {
      lostSince = undefined
      ignoreFailure(pull())
    },
    async finalize(forced = false) {
      await pull()
      if (isOver || isFull || run.log.end !== record.end) return
      await store.finalize(id, record, wordsFor(record), forced)
      await pull()
    },
    dropStalled: (before) => run.dropStalled(before),
    cut: () => giveUp('cut'),
  }
}
