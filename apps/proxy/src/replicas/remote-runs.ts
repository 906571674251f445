import type { Catalogue } from '@askdesk/providers'
import type { Sink } from '../runs/follower.ts'
import { orProxyError, pause, ignoreFailure, unreachable } from './redis-errors.ts'
import { buildOrphanedEnd } from './orphaned-end.ts'
import { sendMessage } from './replica-messages.ts'
import type { Connection } from './connection.ts'
import { ownerMark, runChannel, runIdPattern } from './keys.ts'
import { createRemoteRun, type RemoteRun } from './remote-run.ts'
import type { OffsetStatus } from './wait-for-offset.ts'
import type { RunRecord, RunStore } from './run-store.ts'

const tellMs = 2000
/** A reader that takes nothing for this long is let go, as in the registry. */
const stalledFor = 60_000
/** Bytes of other replicas' runs that are held here at once. */
const remoteBytes = 64 * 1024 * 1024
/** A run is known to its reader a moment before Redis has it. */
const lookAgainAfter = [50, 150]
const mostTries = 3
const stopWithin = 10_000
const repeatStopMs = 250

/** A run that another replica holds, or held. The finder lets it go with `release`. */
export type RemoteRunHandle = {
  waitForOffset(after: number): Promise<OffsetStatus>
  follow(sink: Sink, after: number): void
  /** Resolves when it has ended. */
  stop(): Promise<void>
  release(): void
}

/** All runs of other replicas that are read here. */
export type RemoteRuns = {
  /** Undefined for a run that is not there, or not this owner's. Throws while Redis is away. */
  find(id: string, owner: string): Promise<RemoteRunHandle | undefined>
  /** Bytes of a run were announced. */
  receive(message: Buffer, channel: string): void
  /** Replicas whose runs are read here and have not ended. */
  replicas(): Set<string>
  /** After an outage. */
  catchUp(): void
  finalizeAllOf(replica: string): void
  /** Its replica, alive, says that it does not run. */
  finalizeDisowned(id: string): void
  tick(now: number): void
  cutReaders(): void
}

export type RemoteRunsOptions = {
  readonly connection: Connection
  readonly store: RunStore
  readonly self: string
  readonly catalogue: Catalogue
  readonly retainBytes: number
}

export function createRemoteRuns(options: RemoteRunsOptions): RemoteRuns {
  const { connection, store, self } = options
  const remoteRuns = new Map<string, RemoteRun>()
  const opening = new Map<string, Promise<RemoteRun>>()
  let toldAt = -Infinity

  function running(): RemoteRun[] {
    return [...remoteRuns.values()].filter(({ isOver }) => !isOver)
  }

  function tellReaders({ id, replica, stuckAt }: RemoteRun): void {
    sendMessage(connection, replica, { type: 'reading', run: id, from: self, stuckAt })
  }

  function close(remote: RemoteRun): void {
    const { id, replica, isOver, isCut } = remote
    remoteRuns.delete(id)
    connection.unsubscribe(runChannel(id))
    if (isCut || !isOver) sendMessage(connection, replica, { type: 'left', run: id, from: self })
  }

  function onReaders(remote: RemoteRun | undefined): void {
    if (!remote || remoteRuns.get(remote.id) !== remote) return
    if (!remote.isRead) close(remote)
    else if (!remote.isOver) tellReaders(remote)
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

  async function open(id: string, record: RunRecord): Promise<RemoteRun> {
    const held = [...remoteRuns.values()].reduce((sum, { bytes }) => sum + bytes, 0)
    if (held + record.end - record.start > remoteBytes) throw unreachable()
    const remote = createRemoteRun({
      id,
      record,
      store,
      retainBytes: options.retainBytes,
      buildOrphanedEnd: (log, about, at) => buildOrphanedEnd(log, about, at, options.catalogue),
      onReaders: () => queueMicrotask(() => onReaders(remoteRuns.get(id))),
    })
    const release = remote.hold()
    try {
      if (record.state === 'running') await connection.subscribe(runChannel(id))
      remoteRuns.set(id, remote)
      await remote.pull()
      if (!remote.isOver) tellReaders(remote)
      return remote
    } catch (error) {
      remoteRuns.delete(id)
      connection.unsubscribe(runChannel(id))
      throw error
    } finally {
      // The caller holds it by then.
      setImmediate(release)
    }
  }

  async function findRemoteRun(id: string, mark: string): Promise<RemoteRun | undefined> {
    let remote = remoteRuns.get(id)
    if (remote && !remote.isCut) return remote.ownerMark === mark ? remote : undefined
    // A found run may be trimmed by the time that it is read.
    for (let tries = 0; tries < mostTries; tries += 1) {
      const record = await findRecord(id)
      if (record?.owner !== mark) return undefined
      const pending = opening.get(id) ?? open(id, record)
      opening.set(id, pending)
      remote = await pending.finally(() => opening.delete(id))
      if (!remote.isCut) break
    }
    return remote
  }

  async function stop({ id, replica }: RemoteRun): Promise<void> {
    const deadline = performance.now() + stopWithin
    let saidAt = -Infinity
    while (performance.now() < deadline) {
      if (performance.now() - saidAt > repeatStopMs) {
        saidAt = performance.now()
        sendMessage(connection, replica, { type: 'stop', run: id, from: self })
      }
      const state = (await orProxyError(store.read(id)))?.state
      if (state === 'ended' || state === 'orphaned') return
      await pause(20)
    }
    throw unreachable()
  }

  return {
    async find(id, owner) {
      if (!runIdPattern.test(id)) return undefined
      const remote = await orProxyError(findRemoteRun(id, ownerMark(owner)))
      return (
        remote && {
          waitForOffset: remote.waitForOffset,
          follow: remote.follow,
          stop: () => stop(remote),
          release: remote.hold(),
        }
      )
    },
    receive(message, channel) {
      const id = /\{(.+)\}/.exec(channel)?.[1] ?? ''
      const line = message.indexOf('\n')
      const [from = '', state] = message.subarray(0, line).toString('latin1').split(' ')
      if (state === 'running' || state === 'ended' || state === 'orphaned')
        remoteRuns.get(id)?.receive(Number(from), state, message.subarray(line + 1))
    },
    replicas: () => new Set(running().map(({ replica }) => replica)),
    catchUp() {
      for (const remote of running()) remote.catchUp()
    },
    finalizeAllOf(replica) {
      for (const remote of running())
        if (remote.replica === replica) ignoreFailure(remote.finalize())
    },
    finalizeDisowned(id) {
      const remote = remoteRuns.get(id)
      if (remote && !remote.isOver) ignoreFailure(remote.finalize(true))
    },
    tick(now) {
      for (const remote of remoteRuns.values()) {
        remote.dropStalled(now - stalledFor)
        if (!remote.isRead) close(remote)
      }
      if (!connection.isUp || now - toldAt < tellMs) return
      toldAt = now
      for (const remote of running()) {
        tellReaders(remote)
        // An announcement can be lost without a trace.
        ignoreFailure(remote.pull())
      }
    },
    cutReaders() {
      for (const remote of remoteRuns.values()) remote.cut()
    },
  }
}
