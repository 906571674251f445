import type { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'

/** Counts something for each client over a minute. */
export type Limiter = {
  readonly perMinute: number
  /** Counts one more. Returns how long to wait, in milliseconds, when that was too many. */
  take(client: string): Promise<number | undefined>
  /** Returns how long to wait when the client has used up the minute, and counts nothing. */
  peek(client: string): Promise<number | undefined>
}

/**
 * A fixed window of a minute: counted in Redis over all replicas, and in this process's memory
 * while Redis is away, so that an outage lifts no limit.
 */
export function createLimiter(name: string, perMinute: number, redis: Redis | undefined): Limiter {
  const options = { keyPrefix: `askdesk:${name}`, points: perMinute, duration: 60 }
  const memory = new RateLimiterMemory(options)
  const limiter = redis
    ? new RateLimiterRedis({
        ...options,
        storeClient: redis,
        insuranceLimiter: memory,
        rejectIfRedisNotReady: true,
      })
    : memory
  return {
    perMinute,
    async take(client) {
      try {
        await limiter.consume(client)
        return undefined
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return Math.max(1, refused.msBeforeNext)
        throw refused
      }
    },
    async peek(client) {
      const state = await limiter.get(client)
      return state !== null && state.consumedPoints >= perMinute
        ? Math.max(1, state.msBeforeNext)
        : undefined
    },
  }
}
