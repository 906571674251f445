import { DatabaseFault } from './faults.ts'

/** Gives out turns; whoever has one must give it back once. */
export type Turns = { take: () => Promise<() => void> }

/**
 * A semaphore: `size` turns at a time, the others wait in the order they came.
 *
 * The wait is bounded, so that a database that is slow is a sentence for those at the end of the
 * line and not a request that hangs: after `waitLimitMs` they get a {@link DatabaseFault} (`busy`).
 */
export function createTurns({ size, waitLimitMs }: { size: number; waitLimitMs: number }): Turns {
  let free = size
  const waiting = new Set<() => void>()

  function giveBack(): void {
    const [next] = waiting
    if (next === undefined) free += 1
    else next()
  }

  return {
    take() {
      if (free > 0) {
        free -= 1
        return Promise.resolve(once(giveBack))
      }
      return new Promise((resolve, reject) => {
        const enter = () => {
          waiting.delete(enter)
          clearTimeout(timer)
          resolve(once(giveBack))
        }
        const timer = setTimeout(() => {
          waiting.delete(enter)
          reject(new DatabaseFault('busy'))
        }, waitLimitMs)
        waiting.add(enter)
      })
    },
  }
}

function once(run: () => void): () => void {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    run()
  }
}
