import type { Redis } from 'ioredis'
import { ServiceError } from '../errors.ts'
import { parseRecord, type SessionStore } from './sessions.ts'

const prefix = 'askdesk:session:'
const disabledSet = 'askdesk:disabled'

/** Keeps sessions where all replicas and services look. Away, it says so: nobody is taken for signed out. */
export function createRedisStore(client: Redis): SessionStore {
  return {
    kind: 'redis',
    async put(key, record) {
      const lasts = Math.max(1, record.expiresAt - Date.now())
      await reached(client.set(prefix + key, JSON.stringify(record), 'PX', lasts))
    },
    async get(key) {
      const text = await reached(client.get(prefix + key))
      return text === null ? undefined : parseRecord(text)
    },
    async remove(key) {
      await reached(client.del(prefix + key))
    },
    async setDisabled(owner, disabled) {
      await reached(disabled ? client.sadd(disabledSet, owner) : client.srem(disabledSet, owner))
    },
    // An outage shuts nobody out who was not shut out before: tokens go on working without Redis.
    isDisabled: async (owner) => (await client.sismember(disabledSet, owner).catch(() => 0)) === 1,
    close() {},
  }
}

async function reached<Result>(answer: Promise<Result>): Promise<Result> {
  try {
    return await answer
  } catch (cause) {
    throw new ServiceError(
      'unavailable',
      'Sessions cannot be looked up at the moment, as their store does not answer. Try again in a moment.',
      { retryAfterMs: 2000, cause },
    )
  }
}
