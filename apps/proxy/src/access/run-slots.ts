import { ProxyError } from '../errors/proxy-error.ts'

export type SlotLimits = {
  /** Replies at once in this process. */
  readonly total: number
  /** Replies at once for one client; 0 is no limit. */
  readonly perClient: number
}

/** Counts the replies that are running. */
export type RunSlots = {
  /** Takes a place and returns how to give it back, or throws `too_many_runs` or `overloaded`. */
  take(client: string): () => void
}

const retryAfterMs = 2000

export function createRunSlots({ total, perClient }: SlotLimits): RunSlots {
  const counts = new Map<string, number>()
  let running = 0

  return {
    take(client) {
      const own = counts.get(client) ?? 0
      if (perClient > 0 && own >= perClient) {
        throw new ProxyError(
          'too_many_runs',
          `You have ${own} replies running, as many as one client may. Wait for one to end, or stop one.`,
          { retryAfterMs },
        )
      }
      if (running >= total) {
        throw new ProxyError(
          'overloaded',
          'As many replies as this service can carry are running. Try again in a moment.',
          { retryAfterMs },
        )
      }
      running += 1
      counts.set(client, own + 1)
      let taken = true
      return () => {
        if (!taken) return
        taken = false
        running -= 1
        const left = (counts.get(client) ?? 1) - 1
        if (left > 0) counts.set(client, left)
        else counts.delete(client)
      }
    },
  }
}
