/** How long a reader that is ahead of what Redis has may wait for it: longer than finding a replica dead. */
const aheadFor = 12_000

/** Whether reading can begin at an offset. */
export type OffsetStatus =
  | { readonly kind: 'follow' }
  | { readonly kind: 'past'; readonly end: number }
  | { readonly kind: 'gone' }
  /** The remote was given up; a new one may do. */
  | { readonly kind: 'cut' }
  /** The reader has seen more than was saved from a dead replica: this is all that follows. */
  | { readonly kind: 'finalized'; readonly text: string }

/** Readers that wait for an offset to be reached, because their last replica was ahead of Redis. */
export type OffsetWaiting = {
  waitForOffset(after: number): Promise<OffsetStatus>
  /** There is more, or it has ended. */
  wake(): void
}

/** @param look Says what is so now; undefined if that can still change. */
export function createOffsetWaiting(
  look: (after: number) => OffsetStatus | undefined,
  end: () => number,
): OffsetWaiting {
  const waiting = new Set<() => void>()
  return {
    waitForOffset(after) {
      const now = look(after)
      if (now) return Promise.resolve(now)
      return new Promise((resolve) => {
        const settle = (status: OffsetStatus): void => {
          clearTimeout(timer)
          waiting.delete(wake)
          resolve(status)
        }
        const wake = (): void => {
          const status = look(after)
          if (status) settle(status)
        }
        const timer = setTimeout(() => settle({ kind: 'past', end: end() }), aheadFor)
        waiting.add(wake)
      })
    },
    wake() {
      for (const wake of waiting) wake()
    },
  }
}
