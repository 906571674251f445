import type { Connection } from './connection.ts'
import { replicaKey } from './keys.ts'

const beatMs = 1000
const signFor = 4000
/** How long the sign of life must be missing, with Redis there all the time. */
const grace = 2500

/** Heartbeat: tells others that this replica lives, and finds replicas whose own is missing. */
export type Heartbeat = {
  beat(now: number): void
  /** Looks after these replicas and calls `dead` for each that has been silent for too long. */
  check(replicas: ReadonlySet<string>, now: number): Promise<void>
  /** Forgets silences from before an outage: they prove nothing. */
  reset(): void
  leave(): Promise<void>
}

export function createHeartbeat(
  { client }: Connection,
  replica: string,
  dead: (replica: string) => void,
): Heartbeat {
  const missingSince = new Map<string, number>()
  let beatAt = -Infinity
  let checkedAt = -Infinity

  return {
    beat(now) {
      if (now - beatAt < beatMs) return
      beatAt = now
      client.set(replicaKey(replica), '1', 'PX', signFor).catch(() => undefined)
    },
    async check(replicas, now) {
      if (now - checkedAt < beatMs / 2) return
      checkedAt = now
      for (const known of missingSince.keys()) {
        if (!replicas.has(known)) missingSince.delete(known)
      }
      for (const other of replicas) {
        if ((await client.exists(replicaKey(other))) === 1) missingSince.delete(other)
        else if (!missingSince.has(other)) missingSince.set(other, now)
        else if (now - (missingSince.get(other) ?? now) > grace) dead(other)
      }
    },
    reset() {
      missingSince.clear()
      beatAt = -Infinity
    },
    async leave() {
      await client.unlink(replicaKey(replica)).catch(() => undefined)
    },
  }
}
