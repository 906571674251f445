import { randomBytes } from 'node:crypto'
import { deriveKey } from '@askdesk/service'
import type { Redis } from 'ioredis'

/** Keys that may have sealed the state of a sign-in; the first one seals. */
export type SignInKeys = () => Promise<readonly [Uint8Array, ...Uint8Array[]]>

const sharedName = 'askdesk:sign-in-key'
const keyLength = 32

type Options = {
  readonly sessionKey: string | undefined
  readonly redis: Redis | undefined
  readonly warn: (sentence: string) => void
}

/**
 * Finds the key that every replica has, so that each can take the callback of a sign-in that
 * another one began: from `SESSION_KEY`, else one made by the first replica and kept in Redis. Alone,
 * or while Redis is away, it is this process's own.
 */
export function createSignInKeys({ sessionKey, redis, warn }: Options): SignInKeys {
  const own = sessionKey ? deriveKey(sessionKey, 'sign-in state') : randomBytes(keyLength)
  if (sessionKey || !redis) return () => Promise.resolve([own])
  return async () => {
    try {
      // Asked each time, as a Redis that was emptied has a new one.
      await redis.set(sharedName, own.toString('base64'), 'NX')
      const shared = Buffer.from((await redis.get(sharedName)) ?? '', 'base64')
      if (shared.length === keyLength) return [shared, own]
      warn(`Redis holds no key of ours at ${sharedName}: delete that entry, a new one is made.`)
    } catch {
      warn('Redis is away: a sign-in that begins now must come back to this replica.')
    }
    return [own]
  }
}
