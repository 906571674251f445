import { createRedisClient } from '@askdesk/service'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createMemoryMeter } from '../../apps/proxy/src/budgets/memory-meter.ts'
import type { Draw, Meter } from '../../apps/proxy/src/budgets/meter.ts'
import { createRedisMeter } from '../../apps/proxy/src/budgets/redis-meter.ts'
import { endAll, programs, startRedis, type RedisServer } from '../replicas/rig.ts'

const soon = (): number => Date.now() + 60_000
const meters: Meter[] = []
const clients: Awaited<ReturnType<typeof createRedisClient>>[] = []
let redis: RedisServer | undefined
let keys = 0

beforeAll(async () => {
  if (programs) redis = await startRedis()
})
afterEach(async () => {
  await Promise.all(meters.splice(0).map((meter) => meter.close()))
  for (const client of clients.splice(0)) client.disconnect()
})
afterAll(endAll)

/** Two proxies' views of the same sums; in memory there is but one. */
async function open(kind: 'memory' | 'redis'): Promise<[Meter, Meter]> {
  if (kind === 'memory') {
    const meter = createMemoryMeter()
    return [meter, meter]
  }
  const pair = await Promise.all([openRedis(), openRedis()])
  meters.push(...pair)
  return pair
}

async function openRedis(): Promise<Meter> {
  const client = await createRedisClient(redis?.url ?? '', 'test')
  clients.push(client)
  await expect.poll(() => client.status).toBe('ready')
  return createRedisMeter(client, () => undefined)
}

const away = (): Promise<number> => Promise.reject(new Error('away'))

function draw(fields: Partial<Draw> = {}): Draw {
  const forgetAt = Date.now() + 3_600_000
  return { key: `sum ${keys}`, limit: 100, amount: 10, forgetAt, seed: async () => 0, ...fields }
}

const kinds = programs ? (['memory', 'redis'] as const) : (['memory'] as const)

describe.each(kinds)('sums in %s', (kind) => {
  test('of any number at once only as many are taken as fit, beside what was used', async () => {
    keys += 1
    const [one, other] = await open(kind)
    let looked = 0
    const seed = async (): Promise<number> => {
      looked += 1
      return 35
    }
    const taken = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 === 0 ? one : other).take(`id ${index}`, [draw({ seed })], soon()),
      ),
    )
    expect(taken.filter(({ ok }) => ok)).toHaveLength(6)
    expect(looked).toBeGreaterThan(0)
    expect(await other.read([draw()])).toEqual([{ used: 35, reserved: 60 }])
  })

  test('of several budgets all are taken from, or none', async () => {
    keys += 1
    const [one, other] = await open(kind)
    const wide = draw({ key: `wide ${keys}`, limit: 1000 })
    await one.take('first', [wide, draw({ limit: 15 })], soon())
    const second = await other.take('second', [wide, draw({ limit: 15 })], soon())
    expect(second).toMatchObject({ ok: false, draw: { limit: 15 }, level: { reserved: 10 } })
    expect(await one.read([wide])).toEqual([{ used: 0, reserved: 10 }])
  })

  test('what was used takes the place of what was set aside', async () => {
    keys += 1
    const [one, other] = await open(kind)
    await one.take('first', [draw()], soon())
    one.settle('first', [draw()], new Map([[draw().key, 4]]))
    await expect.poll(() => other.read([draw()])).toEqual([{ used: 4, reserved: 0 }])
  })

  test('a failed look-up takes nothing, and the next asks again', async () => {
    keys += 1
    const [one] = await open(kind)
    await expect(one.take('first', [draw({ seed: away })], soon())).rejects.toThrow('away')
    expect(await one.take('first', [draw()], soon())).toEqual({ ok: true })
  })
})

test.runIf(programs)(
  'what a proxy set aside that never came back is given up in time',
  async () => {
    keys += 1
    const [one, other] = await open('redis')
    await one.take('lost', [draw({ amount: 90 })], Date.now() - 1)
    expect(await other.take('next', [draw({ amount: 20 })], soon())).toEqual({ ok: true })
    expect(await other.read([draw()])).toEqual([{ used: 0, reserved: 20 }])
  },
)
