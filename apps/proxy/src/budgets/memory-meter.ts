import type { Draw, Level, Meter } from './meter.ts'

type Sum = { used: number; reserved: number; readonly forgetAt: number }
type Counted = Pick<Draw, 'key' | 'forgetAt' | 'seed'>

/** Forgotten sums are looked for this often, in milliseconds. */
const sweepEvery = 60_000

export type MemoryMeter = Meter & {
  /** Forgets all sums but what is reserved, which is then asked for again. */
  reset(): void
}

/** Counts in this process alone. */
export function createMemoryMeter(now: () => number = Date.now): MemoryMeter {
  const sums = new Map<string, Promise<Sum>>()
  const known = new Map<string, Sum>()
  let sweptAt = now()

  /** One look-up for all that ask at once; a failed one is forgotten, so that the next asks again. */
  function sumOf({ key, forgetAt, seed }: Counted): Promise<Sum> {
    let sum = sums.get(key)
    if (!sum) {
      sum = seed().then((used) => {
        const counted = { used, reserved: 0, forgetAt }
        known.set(key, counted)
        return counted
      })
      sums.set(key, sum)
      sum.catch(() => sums.delete(key))
    }
    return sum
  }

  function sweep(): void {
    if (now() - sweptAt < sweepEvery) return
    sweptAt = now()
    for (const [key, { forgetAt }] of known) {
      if (forgetAt > sweptAt) continue
      known.delete(key)
      sums.delete(key)
    }
  }

  return {
    async take(_id, draws) {
      sweep()
      const levels = await Promise.all(draws.map(sumOf))
      // From here on nothing is awaited: the check and the taking are one step.
      for (const [index, draw] of draws.entries()) {
        const level = levels[index]
        if (level && level.used + level.reserved + draw.amount > draw.limit) {
          return { ok: false, draw, level: levelOf(level) }
        }
      }
      for (const [index, draw] of draws.entries()) {
        const level = levels[index]
        if (level) level.reserved += draw.amount
      }
      return { ok: true }
    },
    settle(_id, draws, amounts) {
      for (const { key, amount } of draws) {
        const sum = known.get(key)
        if (!sum) continue
        sum.reserved = Math.max(0, sum.reserved - amount)
        sum.used += amounts.get(key) ?? 0
      }
    },
    read: (counted) => Promise.all(counted.map(async (one) => levelOf(await sumOf(one)))),
    close: async () => undefined,
    reset() {
      sums.clear()
      known.clear()
    },
  }
}

function levelOf({ used, reserved }: Sum): Level {
  return { used, reserved }
}
