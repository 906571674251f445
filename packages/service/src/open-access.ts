import type { FastifyBaseLogger } from 'fastify'
import type { Redis } from 'ioredis'
import { createIdentities, type Identities } from './access/identities.ts'
import { createLimiter } from './access/limiter.ts'
import { createRedisClient, firstTry } from './sessions/redis-client.ts'
import { openSessionStore } from './sessions/open-store.ts'
import { createSessions } from './sessions/sessions.ts'
import type { AccessSettings } from './settings/access.ts'

/** Everything that tells who is who, opened once for a service. */
export type OpenAccess = {
  readonly identities: Identities
  /** Undefined for a service that shares nothing. */
  readonly redis: Redis | undefined
  close(): void
}

/** So many wrong credentials may come from an address in a minute, unless requests are limited further. */
const guessesPerMinute = 60

export async function openAccess(
  access: AccessSettings,
  requestsPerMinute: number | undefined,
  log: FastifyBaseLogger,
): Promise<OpenAccess> {
  const redis =
    access.redisUrl === undefined
      ? undefined
      : await createRedisClient(access.redisUrl, `askdesk-${access.service}-access`)
  if (redis) await firstTry(redis)
  const store = openSessionStore({
    redis,
    // Nobody signs in where nobody has to: no folder is made for that.
    stateDir: access.required ? access.stateDir : undefined,
    warn: (sentence) => log.warn(sentence),
  })
  const identities = createIdentities({
    access,
    sessions: createSessions(store),
    guesses: createLimiter(
      'guesses',
      Math.min(guessesPerMinute, requestsPerMinute || guessesPerMinute),
      redis,
    ),
    log: (sentence, isFault) => (isFault ? log.error(sentence) : log.info(sentence)),
  })
  return {
    identities,
    redis,
    close() {
      identities.close()
      redis?.disconnect()
    },
  }
}
