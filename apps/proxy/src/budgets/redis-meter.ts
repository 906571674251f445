import type { Redis } from 'ioredis'
import { createMemoryMeter } from './memory-meter.ts'
import type { Draw, Level, Meter, Taken } from './meter.ts'
import { settleScript, takeScript } from './meter-scripts.ts'
import { createSettlements, Unsent } from './settlements.ts'

/** Words of the client for a command that it had no connection for. */
const neverLeft = /Stream isn't writeable/

/**
 * Counts over all replicas that share a Redis: one round trip to take, one to settle. While Redis is
 * away each replica counts on by itself from what it last saw, and that is said once.
 */
export function createRedisMeter(redis: Redis, say: (sentence: string) => void): Meter {
  const alone = createMemoryMeter()
  /** The value that Redis last said of each sum. */
  const seen = new Map<string, number>()
  /** Ids of reservations that only this process knows of. */
  const takenAlone = new Set<string>()
  let isAway = false

  const settlements = createSettlements(async (id, draws, amounts, again) => {
    const pairs = draws.map(({ key, amount }) => [amount, amounts.get(key) ?? 0])
    await run(settleScript, draws, [id, again ? 1 : 0, ...pairs.flat()])
    for (const { key, amount } of draws) {
      const last = seen.get(key)
      if (last !== undefined) remember(key, last - amount + (amounts.get(key) ?? 0))
    }
  })

  /** @throws Unsent where Redis gives no answer. */
  async function run(
    script: string,
    draws: readonly { readonly key: string }[],
    args: readonly (string | number)[],
  ): Promise<readonly string[]> {
    const keys = draws.flatMap(({ key }) => [`askdesk:budget:${key}`, `askdesk:budget:${key}:open`])
    try {
      const answer: unknown = await redis.eval(script, keys.length, ...keys, ...args)
      setAway(false)
      return Array.isArray(answer) ? answer.map(String) : [String(answer)]
    } catch (error) {
      setAway(true)
      throw new Unsent(!neverLeft.test(String(error)))
    }
  }

  function setAway(next: boolean): void {
    if (next === isAway) return
    isAway = next
    // The next to ask are told what was last seen, not what was counted in an earlier outage.
    alone.reset()
    say(
      next
        ? 'Redis cannot be reached: each proxy counts its budgets by itself until it is back.'
        : 'Redis is back: budgets are counted together again.',
    )
  }

  async function takeTogether(id: string, draws: readonly Draw[], until: number): Promise<Taken> {
    const seeds = new Map<Draw, number>()
    for (;;) {
      const facts = draws.map((draw) => [
        Math.min(draw.limit, Number.MAX_SAFE_INTEGER),
        draw.amount,
        draw.forgetAt,
        seeds.get(draw) ?? '',
      ])
      const [word, ...rest] = await run(takeScript, draws, [Date.now(), until, id, ...facts.flat()])
      if (word === 'seed') {
        const missing = rest.flatMap((index) => draws[Number(index)] ?? [])
        await Promise.all(missing.map(async (draw) => seeds.set(draw, await draw.seed())))
        continue
      }
      if (word === 'over') {
        const [index, used, reserved] = rest.map(Number)
        const draw = draws[index ?? 0]
        if (draw) return { ok: false, draw, level: { used: used ?? 0, reserved: reserved ?? 0 } }
      }
      for (const [index, draw] of draws.entries()) {
        remember(draw.key, Number(rest[index * 2]) + Number(rest[index * 2 + 1]))
      }
      return { ok: true }
    }
  }

  function remember(key: string, sum: number): void {
    if (seen.size > 10_000) seen.clear()
    seen.set(key, sum)
  }

  /** The same draws, counted on from what Redis last said; where it never said anything, from the ledger. */
  function counted<Some extends Pick<Draw, 'key' | 'seed'>>(draws: readonly Some[]): Some[] {
    return draws.map((draw) => {
      const last = seen.get(draw.key)
      return last === undefined ? draw : { ...draw, seed: async () => last }
    })
  }

  return {
    async take(id, draws, until) {
      try {
        return await takeTogether(id, draws, until)
      } catch (error) {
        if (!(error instanceof Unsent)) throw error
        const taken = await alone.take(id, counted(draws), until)
        if (taken.ok) takenAlone.add(id)
        return taken
      }
    },
    settle(id, draws, amounts) {
      if (takenAlone.delete(id) && isAway) alone.settle(id, draws, amounts)
      settlements.add(id, draws, amounts)
    },
    async read(draws) {
      try {
        const replies = await Promise.all(
          draws.map(({ key }) => redis.hmget(`askdesk:budget:${key}`, 'used', 'reserved')),
        )
        return await Promise.all(
          replies.map(async ([used, reserved], index): Promise<Level> => {
            if (typeof used === 'string')
              return { used: Number(used), reserved: Number(reserved ?? 0) }
            return { used: (await draws[index]?.seed()) ?? 0, reserved: 0 }
          }),
        )
      } catch {
        return alone.read(counted(draws))
      }
    },
    close: () => settlements.close(),
  }
}
