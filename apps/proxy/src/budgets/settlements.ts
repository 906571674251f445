import type { Draw } from './meter.ts'

type Settlement = readonly [
  id: string,
  draws: readonly Draw[],
  amounts: ReadonlyMap<string, number>,
]
type Send = (...settlement: [...Settlement, again: boolean]) => Promise<void>

/** Redis gave no answer. Where it may have acted all the same, saying it again must not count twice. */
export class Unsent extends Error {
  readonly mayHaveRun: boolean
  constructor(mayHaveRun: boolean) {
    super('Redis gives no answer')
    this.mayHaveRun = mayHaveRun
  }
}

export type Settlements = {
  add(...settlement: Settlement): void
  /** Sends what waits once more, and gives up what cannot be sent. */
  close(): Promise<void>
}

/** So many are kept for a Redis that is away; the oldest go first. */
const mostWaiting = 10_000
const retryEvery = 1000

/** Sends what was used, and again what got no answer, until it is taken. */
export function createSettlements(send: Send): Settlements {
  const waiting: { readonly settlement: Settlement; again: boolean }[] = []
  const underWay = new Set<Promise<void>>()
  let isRetrying = false

  function add(...settlement: Settlement): void {
    const sent = send(...settlement, false)
      .catch((error: unknown) => {
        waiting.push({ settlement, again: mayHaveRun(error) })
        if (waiting.length > mostWaiting) waiting.shift()
      })
      .finally(() => underWay.delete(sent))
    underWay.add(sent)
  }

  async function retry(): Promise<void> {
    if (isRetrying) return
    isRetrying = true
    try {
      for (let next = waiting[0]; next; next = waiting[0]) {
        try {
          await send(...next.settlement, next.again)
        } catch (error) {
          next.again ||= mayHaveRun(error)
          return
        }
        waiting.shift()
      }
    } finally {
      isRetrying = false
    }
  }

  const timer = setInterval(() => void retry(), retryEvery)
  timer.unref()
  return {
    add,
    async close() {
      clearInterval(timer)
      await Promise.all(underWay)
      await retry()
    },
  }
}

function mayHaveRun(error: unknown): boolean {
  return !(error instanceof Unsent) || error.mayHaveRun
}
