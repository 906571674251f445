import type { Redis } from 'ioredis'
import { createFolderStore } from './folder-store.ts'
import { createMemoryStore } from './memory-store.ts'
import { createRedisStore } from './redis-store.ts'
import type { SessionStore } from './sessions.ts'

type Options = {
  readonly redis: Redis | undefined
  readonly stateDir: string | undefined
  readonly warn: (sentence: string) => void
}

/** Opens the best place for sessions that there is: Redis, else a folder, else this process's memory. */
export function openSessionStore({ redis, stateDir, warn }: Options): SessionStore {
  if (redis) return createRedisStore(redis)
  if (stateDir === undefined) return createMemoryStore()
  try {
    return createFolderStore(stateDir)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    warn(
      `Sessions cannot be kept in STATE_DIR (${code}), so they end with this process and no other service knows them. Give it a folder that can be written to, or a REDIS_URL.`,
    )
    return createMemoryStore()
  }
}
