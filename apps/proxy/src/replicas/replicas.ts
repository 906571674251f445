import { randomBytes } from 'node:crypto'
import type { Catalogue } from '@askdesk/providers'
import type { FastifyBaseLogger } from 'fastify'
import type { Redis } from 'ioredis'
import type { RegisteredRun } from '../runs/registered-run.ts'
import type { SharedRuns } from '../runs/run-registry.ts'
import { readMessage, sendMessage } from './replica-messages.ts'
import { connect } from './connection.ts'
import { replicaChannel } from './keys.ts'
import { createHeartbeat } from './heartbeat.ts'
import { createRemoteRuns, type RemoteRunHandle } from './remote-runs.ts'
import { createPublisher } from './publisher.ts'
import { createRemoteReaders } from './remote-readers.ts'
import { createRunStore } from './run-store.ts'

const tickMs = 250
const refusalSaidEvery = 60_000
/** How long leaving may take to write what has just ended. */
const leaveWithin = 1000

/** The other replicas, as this one sees them through Redis. */
export type Replicas = SharedRuns & {
  /** For what else is counted across replicas. Its commands fail at once while Redis is away. */
  readonly client: Redis
  readonly isUp: boolean
  /** A run of another replica; throws while Redis is away. */
  find(id: string, owner: string): Promise<RemoteRunHandle | undefined>
  /** Lets readers of other replicas' runs go on elsewhere. */
  cutReaders(): void
  /** Writes what has ended, and leaves. */
  close(): Promise<void>
}

export type ReplicasOptions = {
  readonly url: string
  readonly log: FastifyBaseLogger
  readonly catalogue: Catalogue
  /** Bytes of a run that are kept for readers who come back. */
  readonly retainBytes: number
  /** A run of this replica, whoever owns it. */
  readonly local: (id: string) => RegisteredRun | undefined
}

/** Shares this replica's runs and finds those of others. Redis is waited for a moment, but need not be there yet. */
export async function openReplicas(options: ReplicasOptions): Promise<Replicas> {
  const { log, local, catalogue, retainBytes } = options
  const self = randomBytes(9).toString('base64url')
  let refusalSaidAt = -Infinity

  const connection = await connect(options.url, log, {
    onMessage(channel, message) {
      if (channel === replicaChannel(self)) onCall(message)
      else remoteRuns.receive(message, channel)
    },
    onUp() {
      heartbeat.reset()
      publisher.prepare()
      tick()
      remoteRuns.catchUp()
    },
    onDown: () => heartbeat.reset(),
  })
  const { client } = connection
  const remoteRuns = createRemoteRuns({
    connection,
    self,
    catalogue,
    retainBytes,
    store: createRunStore(client),
  })
  const heartbeat = createHeartbeat(connection, self, remoteRuns.finalizeAllOf)
  const publisher = createPublisher({
    connection,
    replica: self,
    retainBytes,
    needed: (id) => readers.needed(id),
    onSent: (id) => readers.published(id),
    onRefused(cause) {
      const now = performance.now()
      if (now - refusalSaidAt < refusalSaidEvery) return
      refusalSaidAt = now
      log.warn({ cause }, 'Redis refuses to store runs; meanwhile they are served from memory')
    },
  })
  const readers = createRemoteReaders(publisher.sent)
  // Without a connection yet this is made up for when it stands.
  connection.subscribe(replicaChannel(self)).catch(() => undefined)
  const timer = setInterval(tick, tickMs).unref()
  await connection.tried

  function tick(): void {
    const now = performance.now()
    readers.tick(now, connection.isUp)
    remoteRuns.tick(now)
    if (!connection.isUp) return
    heartbeat.beat(now)
    heartbeat.check(remoteRuns.replicas(), now).catch(() => undefined)
  }

  function onCall(message: Buffer): void {
    const call = readMessage(message)
    if (!call) return
    const entry = local(call.run)
    switch (call.type) {
      case 'reading':
        if (!entry)
          sendMessage(connection, call.from, { type: 'unknown', run: call.run, from: self })
        else if (entry.run.ended) publisher.share(entry)
        else readers.reading(entry, call.from, call.stuckAt)
        return
      case 'left':
        readers.left(call.run, call.from)
        return
      case 'stop':
        entry?.reply.stop()
        return
      case 'unknown':
        remoteRuns.finalizeDisowned(call.run)
    }
  }

  return {
    client,
    get isUp() {
      return connection.isUp
    },
    share: publisher.share,
    find: remoteRuns.find,
    cutReaders: remoteRuns.cutReaders,
    async close() {
      await publisher.drained(leaveWithin)
      clearInterval(timer)
      publisher.close()
      await heartbeat.leave()
      connection.close()
    },
  }
}
