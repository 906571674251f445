import { EventEmitter } from 'node:events'
import type { Run } from '../run.ts'
import type { Sink } from '../follower.ts'

/** Said every two seconds; a replica that is silent for longer has no readers any more. */
const forgottenAfter = 7000

/**
 * Readers that other replicas have of this replica's runs. Each such replica stands in a run as one
 * follower that swallows the bytes: so a run that is read anywhere counts as read, and a reader that
 * is slow anywhere holds the upstream back.
 */
export type RemoteReaders = {
  reading(runId: string, run: Run, replica: string, full: boolean): void
  left(runId: string, replica: string): void
  /** Lets go of replicas that have fallen silent. While Redis is away everybody is silent. */
  tick(now: number, isUp: boolean): void
}

type Proxy = {
  readonly sink: EventEmitter & Sink
  isFull: boolean
  heardAt: number
}

export function createRemoteReaders(): RemoteReaders {
  const proxies = new Map<string, Proxy>()

  function join(key: string, run: Run): Proxy {
    const emitter = new EventEmitter()
    const proxy: Proxy = {
      isFull: false,
      heardAt: 0,
      sink: Object.assign(emitter, {
        write: () => !proxy.isFull,
        end: () => void emitter.emit('close'),
        destroy: () => void emitter.emit('close'),
      }),
    }
    emitter.once('close', () => {
      if (proxies.get(key) === proxy) proxies.delete(key)
    })
    proxies.set(key, proxy)
    run.follow(proxy.sink, run.visible)
    return proxy
  }

  return {
    reading(runId, run, replica, full) {
      const key = `${runId} ${replica}`
      const proxy = proxies.get(key) ?? join(key, run)
      proxy.heardAt = performance.now()
      if (proxy.isFull === full) return
      proxy.isFull = full
      if (!full) proxy.sink.emit('drain')
    },
    left(runId, replica) {
      proxies.get(`${runId} ${replica}`)?.sink.destroy()
    },
    tick(now, isUp) {
      for (const proxy of proxies.values()) {
        if (!isUp) proxy.heardAt = now
        else if (now - proxy.heardAt > forgottenAfter) proxy.sink.destroy()
      }
    },
  }
}
