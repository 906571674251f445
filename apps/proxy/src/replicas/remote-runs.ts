import type { Catalogue } from '@askdesk/providers'
import type { Sink } from '../runs/follower.ts'
import { asked, pause, quietly, unreachable } from './redis-errors.ts'
import { buildLastWords } from './finalize-orphaned-run.ts'
import { sendCall } from './replica-messages.ts'
import type { Connection } from './connection.ts'
import { ownerMark, runChannel, runIdPattern } from './keys.ts'
import { createMirror, type Mirror } from './remote-run.ts'
import type { Reach } from './wait-for-offset.ts'
import type { RunRecord, RunStore } from './run-store.ts'

const tellMs = 2000
/** A reader that takes nothing for this long is let go, as in the registry. */
const stalledFor = 60_000
/** Bytes of other replicas' runs that are held here at once. */
const mirroredBytes = 64 * 1024 * 1024
/** A run is known to its reader a moment before Redis has it. */
const lookAgainAfter = [50, 150]
const mostTries = 3
const stopWithin = 10_000
const repeatStopMs = 250

/** A run that another replica holds, or held. Whoever found it lets it go with `release`. */
export type RemoteRun = {
  reach(after: number): Promise<Reach>
  follow(sink: Sink, after: number): void
  /** Resolves when it has ended. */
  stop(): Promise<void>
  release(): void
}

/** All runs of other replicas that are read here. */
export type Mirrors = {
  /** Undefined for a run that is not there, or not this owner's. Throws while Redis is away. */
  find(id: string, owner: string): Promise<RemoteRun | undefined>
  /** Bytes of a run were announced. */
  receive(message: Buffer, channel: string): void
  /** Replicas whose runs are read here and have not ended. */
  replicas(): Set<string>
  /** After an outage. */
  catchUp(): void
  buryAllOf(replica: string): void
  /** Its replica, alive, says that it does not run. */
  buryDenied(id: string): void
  tick(now: number): void
  cutReaders(): void
}

export type MirrorsOptions = {
  readonly connection: Connection
  readonly store: RunStore
  readonly self: string
  readonly catalogue: Catalogue
  readonly retainBytes: number
}

export function createMirrors(options: MirrorsOptions): Mirrors {
  const { connection, store, self } = options
  const mirrors = new Map<string, Mirror>()
  const opening = new Map<string, Promise<Mirror>>()
  let toldAt = -Infinity

  function running(): Mirror[] {
    return [...mirrors.values()].filter(({ isOver }) => !isOver)
  }

  function tellReaders({ id, replica, stuckAt }: Mirror): void {
    sendCall(connection, replica, { type: 'reading', run: id, from: self, stuckAt })
  }

  function close(mirror: Mirror): void {
    const { id, replica, isOver, isCut } = mirror
    mirrors.delete(id)
    connection.unsubscribe(runChannel(id))
    if (isCut || !isOver) sendCall(connection, replica, { type: 'left', run: id, from: self })
  }

  function onReaders(mirror: Mirror | undefined): void {
    if (!mirror || mirrors.get(mirror.id) !== mirror) return
    if (!mirror.isRead) close(mirror)
    else if (!mirror.isOver) tellReaders(mirror)
  }

  async function findRecord(id: string): Promise<RunRecord | undefined> {
    let record = await store.read(id)
    for (const milliseconds of lookAgainAfter) {
      if (record) break
      await pause(milliseconds)
      record = await store.read(id)
    }
    return record
  }

  async function open(id: string, record: RunRecord): Promise<Mirror> {
    const held = [...mirrors.values()].reduce((sum, { bytes }) => sum + bytes, 0)
    if (held + record.end - record.start > mirroredBytes) throw unreachable()
    const mirror = createMirror({
      id,
      record,
      store,
      retainBytes: options.retainBytes,
      buildLastWords: (log, about, at) => buildLastWords(log, about, at, options.catalogue),
      onReaders: () => queueMicrotask(() => onReaders(mirrors.get(id))),
    })
    const release = mirror.hold()
    try {
      if (record.state === 'running') await connection.subscribe(runChannel(id))
      mirrors.set(id, mirror)
      await mirror.pull()
      if (!mirror.isOver) tellReaders(mirror)
      return mirror
    } catch (error) {
      mirrors.delete(id)
      connection.unsubscribe(runChannel(id))
      throw error
    } finally {
      // Whoever asked for it holds it by then.
      setImmediate(release)
    }
  }

  async function findMirror(id: string, mark: string): Promise<Mirror | undefined> {
    let mirror = mirrors.get(id)
    if (mirror && !mirror.isCut) return mirror.ownerMark === mark ? mirror : undefined
    // What was found may be trimmed by the time that it is read.
    for (let tries = 0; tries < mostTries; tries += 1) {
      const record = await findRecord(id)
      if (record?.owner !== mark) return undefined
      const pending = opening.get(id) ?? open(id, record)
      opening.set(id, pending)
      mirror = await pending.finally(() => opening.delete(id))
      if (!mirror.isCut) break
    }
    return mirror
  }

  async function stop({ id, replica }: Mirror): Promise<void> {
    const deadline = performance.now() + stopWithin
    let saidAt = -Infinity
    while (performance.now() < deadline) {
      if (performance.now() - saidAt > repeatStopMs) {
        saidAt = performance.now()
        sendCall(connection, replica, { type: 'stop', run: id, from: self })
      }
      const state = (await asked(store.read(id)))?.state
      if (state === 'ended' || state === 'buried') return
      await pause(20)
    }
    throw unreachable()
  }

  return {
    async find(id, owner) {
      if (!runIdPattern.test(id)) return undefined
      const mirror = await asked(findMirror(id, ownerMark(owner)))
      return (
        mirror && {
          reach: mirror.reach,
          follow: mirror.follow,
          stop: () => stop(mirror),
          release: mirror.hold(),
        }
      )
    },
    receive(message, channel) {
      const id = /\{(.+)\}/.exec(channel)?.[1] ?? ''
      const line = message.indexOf('\n')
      const [from = '', state] = message.subarray(0, line).toString('latin1').split(' ')
      if (state === 'running' || state === 'ended' || state === 'buried')
        mirrors.get(id)?.receive(Number(from), state, message.subarray(line + 1))
    },
    replicas: () => new Set(running().map(({ replica }) => replica)),
    catchUp() {
      for (const mirror of running()) mirror.catchUp()
    },
    buryAllOf(replica) {
      for (const mirror of running()) if (mirror.replica === replica) quietly(mirror.bury())
    },
    buryDenied(id) {
      const mirror = mirrors.get(id)
      if (mirror && !mirror.isOver) quietly(mirror.bury(true))
    },
    tick(now) {
      for (const mirror of mirrors.values()) {
        mirror.dropStalled(now - stalledFor)
        if (!mirror.isRead) close(mirror)
      }
      if (!connection.isUp || now - toldAt < tellMs) return
      toldAt = now
      for (const mirror of running()) {
        tellReaders(mirror)
        // An announcement can be lost without a trace.
        quietly(mirror.pull())
      }
    },
    cutReaders() {
      for (const mirror of mirrors.values()) mirror.cut()
    },
  }
}
