import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ask,
  goodEnd,
  question,
  split,
  startStream,
  startUpstream,
  textChunk,
  type Proxy,
  type Upstream,
} from '../proxy/harness.ts'
import { createRandom, type Random } from './random.ts'
import { get, read, runIdOf, type Reading } from './reading.ts'
import { endAll, programs, startBalancer, startRedis, startReplica, type Replica } from './rig.ts'

/** More for a night's run: `REPLICA_CUTS=5000`. A failure names its seed, which repeats it. */
const cuts = Number(process.env['REPLICA_CUTS'] ?? 200)
const seed = Number(process.env['REPLICA_SEED'] ?? Date.now() % 1_000_000)
const atOnce = 10

let upstream: Upstream
let replicas: Replica[]
let balancer: Proxy

beforeAll(async () => {
  upstream = await startUpstream((response, { body }) => {
    const number = /reply (\d+)/.exec(body)?.[1]
    startStream(response)
    if (number) void stream(response, createRandom(seed + Number(number)))
    else response.write(textChunk('first'))
  })
  if (!programs) return
  const redis = await startRedis()
  const env = { REDIS_URL: redis.url, RESUME_WINDOW_MS: '60000' }
  replicas = await Promise.all([1, 2, 3].map(() => startReplica(upstream.url, env)))
  balancer = await startBalancer(replicas)
})
afterAll(async () => {
  await endAll()
  await upstream.close()
})

/** The bytes of a reply: words of several bytes a letter, some of them long. */
function bytesOf(random: Random): Buffer {
  const events = Array.from({ length: 20 + random(60) }, (_, index) =>
    textChunk(`${index} é😀 ${'long '.repeat(random(10) === 0 ? random(4000) : random(5))}`),
  )
  return Buffer.from(events.join('') + goodEnd)
}

/** Sends them in pieces that heed no event and no letter, at no regular pace. */
async function stream(response: ServerResponse, random: Random): Promise<void> {
  const bytes = bytesOf(random)
  for (let sent = 0; sent < bytes.length;) {
    const piece = bytes.subarray(sent, sent + 1 + random(random(8) === 0 ? 20_000 : 400))
    sent += piece.length
    if (!response.write(piece)) await new Promise((resolve) => response.once('drain', resolve))
    await new Promise((resolve) => setTimeout(resolve, random(12)))
  }
  response.end()
}

/** Reads on at another replica than the one that held it last. */
async function readOnElsewhere(path: string, last: string): Promise<Reading & { server: string }> {
  for (;;) {
    const reading = await get(balancer, path)
    const server = reading.headers.get('x-served-by') ?? ''
    if (reading.status !== 200) throw new Error(`${reading.status}: ${await reading.rest()}`)
    if (server !== last) return Object.assign(reading, { server })
    reading.leave()
  }
}

describe.skipIf(!programs)('behind a load balancer', () => {
  test(`${cuts} replies cut at any byte are read on at another replica, exactly (seed ${seed})`, async () => {
    const numbers = Array.from({ length: cuts }, (_, index) => index)
    const wrong: string[] = []
    const worker = async (): Promise<void> => {
      for (let number = numbers.pop(); number !== undefined; number = numbers.pop()) {
        const sent = bytesOf(createRandom(seed + number))
        const random = createRandom(seed - number)
        const messages = [{ role: 'user', content: `reply ${number}` }]
        const first = await read((signal) =>
          ask(balancer, { body: { ...question, messages }, signal }),
        )
        const id = runIdOf(await first.until('\n\n'))
        const cut = 1 + random(sent.length)
        const before = Buffer.from(await first.upTo(cut))
        first.leave()
        const path = `/api/ai/runs/${id}?after=${before.length}`
        const rest = await readOnElsewhere(path, first.headers.get('x-served-by') ?? '')
        const whole = Buffer.concat([before, await rest.rest()])
        const { middle, end } = split(whole)
        const again = await (await get(balancer, `/api/ai/runs/${id}`)).rest()
        if (!middle.equals(sent) || end.outcome !== 'complete' || !again.equals(whole))
          wrong.push(`reply ${number} cut at ${before.length} of ${whole.length}`)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
    expect(wrong).toEqual([])
  }, 600_000)

  test('a stop reaches the upstream from wherever it arrives', async () => {
    for (let times = 0; times < 6; times += 1) {
      const arrived = upstream.next()
      const reader = await read((signal) => ask(balancer, { signal }))
      const path = `/api/ai/runs/${runIdOf(await reader.until('first'))}`
      expect((await fetch(balancer.url + path, { method: 'DELETE' })).status).toBe(204)
      await (
        await arrived
      ).closed
      expect(split(await reader.rest()).end.outcome).toBe('stopped')
    }
  })

  test('a replica is killed under its readers: each gets the same rest and one end elsewhere', async () => {
    const readers = await Promise.all(
      Array.from({ length: 12 }, () => read((signal) => ask(balancer, { signal }))),
    )
    await Promise.all(readers.map((reader) => reader.until('first')))
    const [dead, alive] = replicas
    if (!dead || !alive) throw new Error('There are no replicas.')
    const { host } = new URL(dead.url)
    const cut = readers.filter((reader) => reader.headers.get('x-served-by') === host)
    expect(cut.length).toBeGreaterThan(0)
    for (const reader of cut) {
      // A replica that dies loses bytes that it has not shared yet: here all of them are.
      const other = await get(alive, `/api/ai/runs/${runIdOf(reader.bytes)}`)
      await other.until('first')
      other.leave()
    }
    await dead.kill('SIGKILL')
    for (const reader of cut) {
      // The balancer tells of the cut as it can: by closing before the end of the body.
      await reader.rest().catch(() => undefined)
      const path = `/api/ai/runs/${runIdOf(reader.bytes)}`
      const rest = await get(balancer, `${path}?after=${reader.bytes.length}`)
      const whole = Buffer.concat([reader.bytes, await rest.rest()])
      expect(split(whole)).toMatchObject({ end: { outcome: 'interrupted' } })
      expect(whole.toString().match(/^event: end$/gm)).toHaveLength(1)
      expect((await (await get(balancer, path)).rest()).equals(whole)).toBe(true)
    }
  })
})
