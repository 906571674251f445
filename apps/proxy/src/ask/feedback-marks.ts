import type { Redis } from 'ioredis'

/** Marks of so many replies can be changed without a Redis. */
const mostKept = 10_000
/** Nobody changes their mind after longer, in seconds. */
const keptFor = 30 * 24 * 60 * 60

/** Portkey's ids of the marks that were given, so that a second mark takes the place of the first. */
export type FeedbackMarks = {
  last(traceId: string): Promise<string | undefined>
  keep(traceId: string, id: string): void
  /** Runs one after the other what is done for one reply. */
  inTurn<Result>(traceId: string, task: () => Promise<Result>): Promise<Result>
}

const keyOf = (traceId: string): string => `askdesk:feedback:${traceId}`

/** Kept in this process, and in Redis where replicas share one. */
export function createFeedbackMarks(redis: Redis | undefined): FeedbackMarks {
  const ids = new Map<string, string>()
  const turns = new Map<string, Promise<unknown>>()

  return {
    async last(traceId) {
      const shared = await redis?.get(keyOf(traceId)).catch(() => undefined)
      return shared ?? ids.get(traceId)
    },
    keep(traceId, id) {
      ids.set(traceId, id)
      if (ids.size > mostKept) {
        const [oldest] = ids.keys()
        if (oldest !== undefined) ids.delete(oldest)
      }
      redis?.set(keyOf(traceId), id, 'EX', keptFor).catch(() => undefined)
    },
    inTurn(traceId, task) {
      const before = turns.get(traceId) ?? Promise.resolve()
      const turn = before.then(task, task)
      turns.set(traceId, turn)
      const leave = (): void => {
        if (turns.get(traceId) === turn) turns.delete(traceId)
      }
      turn.then(leave, leave)
      return turn
    },
  }
}
