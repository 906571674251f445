import { createHash } from 'node:crypto'
import type { ChainableCommander } from 'ioredis'
import type { RegisteredRun } from '../runs/registered-run.ts'
import { ownerMark, runChannel, runKey, segmentBytes, segmentKey, segmentKeys } from './keys.ts'
import { keepFor } from './run-store.ts'
import { writeScript } from './scripts.ts'

/** A run that nobody renews is gone after this; longer than `renewMs`, and than Redis may be away. */
const runningFor = 6 * 60_000
const renewMs = 60_000
/** Segments of one run in one round, so that a fast one leaves room for others. */
const segmentsAtOnce = 4
/** The server knows the script by this; sent along with each write it would be most of the bytes. */
const writeScriptHash = createHash('sha1').update(writeScript).digest('hex')

/** A run on its way to Redis. */
export type Outgoing = {
  readonly entry: RegisteredRun
  readonly ownerMark: string
  /** Range stored in Redis: from here … */
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

/** A stretch on its way, and what is so when it has arrived. */
export type Write = {
  readonly item: Outgoing
  readonly start: number
  readonly to: number
  readonly isLast: boolean
  readonly withText: boolean
}

/** Commands of one round. Results come in their order; other commands than writes are `undefined`. */
export type Round = {
  readonly pipeline: ChainableCommander
  readonly writes: (Write | undefined)[]
  /** Bytes that may still be added. */
  budget: number
}

export type OutgoingLimits = {
  readonly replica: string
  /** Bytes of a run that Redis keeps. */
  readonly retainBytes: number
  /** Offset from which readers elsewhere need a run, if they are behind. */
  readonly needed: (id: string) => number
}

export function createOutgoing(entry: RegisteredRun): Outgoing {
  return {
    entry,
    ownerMark: ownerMark(entry.owner),
    start: 0,
    sent: 0,
    isNew: true,
    knowsFirstText: false,
    firstSegment: 0,
    renewedAt: 0,
    pausedUntil: 0,
  }
}

/** Adds the commands for what is new in a run, a segment at a time. False if nothing is. */
export function collectWrites(item: Outgoing, round: Round, limits: OutgoingLimits): boolean {
  const { run, id } = item.entry
  const { visible, ended } = run
  const now = performance.now()
  if (now < item.pausedUntil) return false
  if (item.isNew || item.sent < run.log.start) {
    // Redis begins anew where our own memory begins.
    item.start = run.log.start
    item.sent = run.log.start
  }
  let from = item.sent
  let { start } = item
  if (!item.isNew && from === visible && !ended) {
    renew(item, round, now)
    return false
  }
  const needed = limits.needed(id)
  for (let count = 0; count < segmentsAtOnce; count += 1) {
    const segment = Math.floor(from / segmentBytes)
    const to = Math.min(visible, (segment + 1) * segmentBytes)
    start = Math.max(start, Math.min(to - limits.retainBytes, needed))
    addWrite(item, round, limits.replica, { start, from, to, isLast: ended && to === visible })
    from = to
    if (from === visible) break
  }
  for (; item.firstSegment < Math.floor(start / segmentBytes); item.firstSegment += 1) {
    round.pipeline.unlink(segmentKey(id, item.firstSegment))
    round.writes.push(undefined)
  }
  return true
}

type Piece = {
  readonly start: number
  readonly from: number
  readonly to: number
  readonly isLast: boolean
}

function addWrite(item: Outgoing, round: Round, replica: string, piece: Piece): void {
  const { id, run } = item.entry
  const { start, from, to, isLast } = piece
  const facts = item.isNew || !item.knowsFirstText ? item.entry.about() : undefined
  const withText = facts ? facts.firstTextAt !== null : true
  const segment = segmentKey(id, Math.floor(from / segmentBytes))
  const others = isLast ? segmentKeys(id, start, to).filter((key) => key !== segment) : []
  round.pipeline.evalsha(
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
  round.writes.push({ item, start, to, isLast, withText })
  round.budget -= to - from
  item.renewedAt = performance.now()
}

function renew(item: Outgoing, { pipeline, writes }: Round, now: number): void {
  if (now - item.renewedAt < renewMs) return
  item.renewedAt = now
  const { id, run } = item.entry
  for (const key of [runKey(id), ...segmentKeys(id, item.start, run.visible)]) {
    pipeline.pexpire(key, runningFor)
    writes.push(undefined)
  }
}

/** Takes in the script's answer. `over` means that nothing more is to be written. */
export function settleWrite(write: Write, result: unknown): 'written' | 'again' | 'over' {
  const { item, start, to, isLast, withText } = write
  const [answer, end] = Array.isArray(result) ? result : []
  switch (answer) {
    case 'ok':
      item.start = start
      item.sent = to
      item.isNew = false
      item.knowsFirstText ||= withText
      return isLast ? 'over' : 'written'
    case 'elsewhere':
      item.sent = Math.min(Number(end), item.entry.run.visible)
      item.isNew = false
      return 'again'
    case 'lost':
      item.isNew = true
      item.knowsFirstText = false
      return 'again'
    default:
      return 'over'
  }
}
