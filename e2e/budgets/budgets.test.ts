import { writeFileSync } from 'node:fs'
import { errorBodySchema } from '@askdesk/contracts'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startProxy, type Proxy } from '../proxy/harness.ts'
import { endAll, programs, startRedis, startReplica, startTickets } from '../replicas/rig.ts'
import {
  ask,
  cost,
  forTen,
  post,
  question,
  removeFolders,
  settings,
  startGateway,
  tokens,
  usage,
  worst,
  type Gateway,
  type Name,
} from './desk.ts'

let gateway: Gateway
const open: Proxy[] = []

beforeAll(async () => {
  gateway = await startGateway()
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((proxy) => proxy.close()))
  await endAll()
})
afterAll(async () => {
  await gateway.close()
  removeFolders()
})

const eachDay = { who: 'each', period: 'day', unit: 'usd', limit: forTen }

async function start({ env }: { readonly env: Record<string, string> }): Promise<Proxy> {
  const proxy = await startProxy(gateway.url, env)
  open.push(proxy)
  return proxy
}

type Proxies = readonly [Proxy, ...Proxy[]]

/** One after another, or all at once, each at the next of the proxies. */
async function askInARow(proxies: Proxies, times: number): Promise<number[]> {
  const statuses: number[] = []
  for (let index = 0; index < times; index += 1) statuses.push(await ask(nth(proxies, index)))
  return statuses
}

function askAtOnce(proxies: Proxies, times: number): Promise<number[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => ask(nth(proxies, index))))
}

function nth(proxies: Proxies, index: number): Proxy {
  return proxies[index % proxies.length] ?? proxies[0]
}

function answered(statuses: readonly number[]): number {
  return statuses.filter((status) => status === 200).length
}

async function usedBy(proxy: Proxy, who: Name = 'maya'): Promise<number> {
  return (await usage(proxy, who)).budgets[0]?.used ?? Number.NaN
}

describe('a budget for ten questions', () => {
  test('one after another exactly ten are answered, and nothing is asked for the others', async () => {
    const proxy = await start(settings([eachDay]))
    const before = gateway.asked()
    expect(await askInARow([proxy], 13)).toEqual([...Array(10).fill(200), 402, 402, 402])
    expect(gateway.asked() - before).toBe(10)
    expect(await usedBy(proxy)).toBeCloseTo(10 * cost, 9)
  })

  test('of fifty at once never more are asked than fit, worst case by worst case', async () => {
    const proxy = await start(settings([eachDay]))
    const before = gateway.asked()
    const statuses = await askAtOnce([proxy], 50)
    expect(new Set(statuses)).toEqual(new Set([200, 402]))
    expect(answered(statuses)).toBeGreaterThanOrEqual(Math.floor(forTen / worst))
    expect(answered(statuses)).toBeLessThanOrEqual(10)
    expect(gateway.asked() - before).toBe(answered(statuses))
    expect(await usedBy(proxy)).toBeLessThanOrEqual(forTen)
    // Gives back what was set aside and not needed: in the end it is ten all the same.
    await askInARow([proxy], 10)
    expect(await usedBy(proxy)).toBeCloseTo(10 * cost, 9)
  })

  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'a restart after %s goes on where it was',
    async (signal) => {
      const { env } = settings([eachDay])
      const first = await startReplica(gateway.url, env)
      expect(await askInARow([first], 6)).toEqual(Array(6).fill(200))
      await expect.poll(() => usedBy(first)).toBeCloseTo(6 * cost, 9)
      await first.kill(signal)
      const second = await startReplica(gateway.url, env)
      expect(answered(await askInARow([second], 8))).toBe(4)
      expect(answered(await askAtOnce([second], 20))).toBe(0)
    },
  )

  test('a proxy whose ledger is kept with the tickets goes on where another one was', async () => {
    const { env, folder } = settings([eachDay], {
      SESSION_KEY: 'a-session-key-of-more-than-32-characters',
    })
    const tickets = await startTickets(env)
    const withTickets = { ...env, TICKETS_URL: tickets.url }
    const first = await startReplica(gateway.url, withTickets)
    expect(answered(await askInARow([first], 6))).toBe(6)
    expect((await usage(first, 'boss', '?by=person')).rows).toMatchObject([
      { key: 'maya', runs: 6, cost: { amount: expect.closeTo(6 * cost, 9), is: 'list' } },
    ])
    await first.kill('SIGTERM')
    const second = await startReplica(gateway.url, { ...withTickets, STATE_DIR: `${folder}/new` })
    expect(answered(await askInARow([second], 8))).toBe(4)
    expect((await usage(second, 'noor', '?by=person')).rows).toEqual([])
    // Without the ledger nobody knows what a third one may spend, so it spends nothing.
    await tickets.kill('SIGTERM')
    const third = await startReplica(gateway.url, { ...withTickets, STATE_DIR: `${folder}/third` })
    expect(await ask(third)).toBe(503)
  })

  test.runIf(programs)(
    'two proxies with a Redis count together, also after both restart',
    async () => {
      const redis = await startRedis()
      const one = settings([eachDay], { REDIS_URL: redis.url })
      const other = { ...one.env, STATE_DIR: `${one.folder}/other` }
      const startBoth = () =>
        Promise.all([startReplica(gateway.url, one.env), startReplica(gateway.url, other)])
      const before = gateway.asked()
      const pair = await startBoth()
      const statuses = await askAtOnce(pair, 50)
      expect(answered(statuses)).toBeGreaterThanOrEqual(Math.floor(forTen / worst))
      expect(answered(statuses)).toBeLessThanOrEqual(10)
      expect(await usedBy(pair[0])).toBeLessThanOrEqual(forTen)
      await Promise.all(pair.map((proxy) => proxy.kill('SIGTERM')))
      const next = await startBoth()
      await askInARow(next, 12)
      expect(gateway.asked() - before).toBe(10)
      expect(await usedBy(next[1])).toBeCloseTo(10 * cost, 9)
    },
  )

  test.runIf(programs)(
    'while Redis is away a proxy counts on by itself, and tells it afterwards',
    async () => {
      const redis = await startRedis()
      const { env } = settings([eachDay], { REDIS_URL: redis.url })
      const proxy = await startReplica(gateway.url, env)
      expect(answered(await askInARow([proxy], 4))).toBe(4)
      await expect.poll(() => usedBy(proxy)).toBeCloseTo(4 * cost, 9)
      await redis.kill()
      expect(answered(await askInARow([proxy], 9))).toBe(6)
      await redis.restart()
      // Redis came back empty: what was used comes from the ledger.
      await expect.poll(() => usedBy(proxy)).toBeCloseTo(10 * cost, 9)
      expect(await ask(proxy)).toBe(402)
    },
  )
})

describe('who a budget is for', () => {
  test('`each` is for each person by themselves, a name for one, `*` for all together', async () => {
    const proxy = await start(
      settings([
        { ...eachDay, limit: cost + worst },
        { ...eachDay, who: 'noor', limit: 3 * cost + worst },
        { ...eachDay, who: '*', period: 'month', limit: 5 * cost + worst },
      ]),
    )
    expect(answered(await askInARow([proxy], 4))).toBe(2)
    const noor = []
    for (let index = 0; index < 6; index += 1) noor.push(await ask(proxy, 'noor'))
    expect(answered(noor)).toBe(4)
    // All together have used six: the seventh is nobody's.
    expect(await ask(proxy, 'boss')).toBe(402)
    const { budgets } = await usage(proxy, 'noor')
    expect(budgets.map(({ who, period }) => [who, period])).toEqual([
      ['noor', 'day'],
      ['*', 'month'],
    ])
    expect(budgets.map(({ used }) => used)).toEqual([
      expect.closeTo(4 * cost, 9),
      expect.closeTo(6 * cost, 9),
    ])
  })

  test('tokens are counted as well, and on both doors', async () => {
    const limit = 400
    const proxy = await start(settings([{ who: 'maya', period: 'day', unit: 'tokens', limit }]))
    const { provider, model, maxTokens, ...rest } = question
    const api = { ...rest, model: `${provider}/${model}`, max_tokens: maxTokens }
    let status = 200
    for (let index = 0; index < 20 && status === 200; index += 1) {
      const path = index % 2 === 0 ? '/v1/chat/completions' : '/api/ai/stream'
      const response = await post(proxy, 'maya', index % 2 === 0 ? api : question, path)
      await response.text()
      status = response.status
    }
    expect(status).toBe(402)
    expect(await usedBy(proxy)).toBeGreaterThan(limit / 2)
    expect(await usedBy(proxy)).toBeLessThanOrEqual(limit)
    expect((await usage(proxy, 'maya', '?by=person')).rows).toMatchObject([{ key: 'maya' }])
  })

  test('four answers at once are set aside four times', async () => {
    const proxy = await start(settings([{ ...eachDay, limit: 2 * worst }]))
    const { provider, model, maxTokens, ...rest } = question
    const body = { ...rest, model: `${provider}/${model}`, max_tokens: maxTokens, n: 4 }
    expect((await post(proxy, 'maya', body, '/v1/chat/completions')).status).toBe(402)
  })

  test('a soft budget warns and refuses nothing', async () => {
    const proxy = await start(settings([{ ...eachDay, limit: cost, soft: true }]))
    expect(answered(await askInARow([proxy], 3))).toBe(3)
    expect((await usage(proxy, 'maya')).budgets).toMatchObject([
      { who: 'maya', soft: true, limit: cost, used: expect.closeTo(3 * cost, 9) },
    ])
  })
})

describe('a refusal', () => {
  test('says what is used, what it would take, and when the budget starts anew', async () => {
    const proxy = await start(settings([{ ...eachDay, limit: worst / 2 }]))
    const response = await post(proxy, 'maya', question)
    const { error } = errorBodySchema.parse(await response.json())
    const headers = { authorization: `Bearer ${tokens.boss}` }
    const metrics = await (await fetch(`${proxy.url}/metrics`, { headers })).text()
    expect(metrics).toContain('askdesk_refusals_total{reason="budget_exceeded"} 1')
    expect(response.status).toBe(402)
    expect(error).toMatchObject({ code: 'budget_exceeded', retryable: false })
    expect(error.message).toMatch(
      /^Your budget of \$0\.\d+ a day does not reach for this question, which could take up to \$0\.\d+: \$0\.00 used\. It starts anew on .+ UTC; until then ask for a shorter answer, .+\.$/,
    )
  })

  test('a model without a price is not asked under a budget of money', async () => {
    const proxy = await start(settings([eachDay]))
    const response = await post(proxy, 'maya', { ...question, model: 'without-price' })
    const { error } = errorBodySchema.parse(await response.json())
    expect(response.status).toBe(402)
    expect(error.message).toMatch(/^No price of Model without a price is known/)
  })

  test('what failed before anything was spent is given back', async () => {
    const proxy = await start(settings([{ ...eachDay, limit: worst }]))
    const broken = { ...question, messages: [{ role: 'user', content: '[[demo:429]] Hi' }] }
    expect(await ask(proxy, 'maya', broken)).not.toBe(200)
    expect(await ask(proxy)).toBe(200)
  })
})

test('the file is read again when it changes, and a broken version changes nothing', async () => {
  const made = settings([{ ...eachDay, limit: 0 }])
  const proxy = await startReplica(gateway.url, made.env)
  expect(await ask(proxy)).toBe(402)
  writeFileSync(`${made.folder}/budgets.json`, '[{"who": "maya"}]')
  await proxy.logged('BUDGETS_FILE was changed and has mistakes')
  expect(await ask(proxy)).toBe(402)
  writeFileSync(`${made.folder}/budgets.json`, JSON.stringify([eachDay]))
  await proxy.logged('BUDGETS_FILE was read again')
  expect(await ask(proxy)).toBe(200)
})

test('a proxy whose budgets have mistakes does not start, and says all of them', async () => {
  const { env } = settings([{ who: 'maya', period: 'week', unit: 'usd', limit: -1 }])
  await expect(startProxy(gateway.url, env)).rejects.toThrow(
    /BUDGETS_FILE: entry 1: period must be “day” or “month”\.\nBUDGETS_FILE: entry 1: limit/,
  )
})
