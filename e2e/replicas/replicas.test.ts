import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  ask,
  goodEnd,
  split,
  startStream,
  startUpstream,
  textChunk,
  type AskOptions,
  type Seen,
  type Upstream,
} from '../proxy/harness.ts'
import { get, read, runIdOf, type Reading } from './reading.ts'
import {
  endAll,
  programs,
  startRedis,
  startReplica,
  type RedisServer,
  type Replica,
} from './rig.ts'

let redis: RedisServer
let upstream: Upstream
/** Answers of the upstream that the test writes on with, in the order of the questions. */
let answers: ServerResponse[]

beforeEach(async () => {
  answers = []
  upstream = await startUpstream((response) => {
    answers.push(response)
    startStream(response)
    response.write(textChunk('first'))
  })
  if (programs) redis = await startRedis()
})
afterEach(async () => {
  await endAll()
  await upstream.close()
})

const patient = { RESUME_WINDOW_MS: '60000' }

function replica(env: Readonly<Record<string, string>> = patient): Promise<Replica> {
  return startReplica(upstream.url, { REDIS_URL: redis.url, ...env })
}

function two(env?: Readonly<Record<string, string>>): Promise<[Replica, Replica]> {
  return Promise.all([replica(env), replica(env)])
}

function begin(proxy: Replica, options: AskOptions = {}): Promise<Reading> {
  return read((signal) => ask(proxy, { ...options, signal }))
}

type Started = {
  readonly reader: Reading
  readonly path: string
  readonly seen: Seen
  readonly answer: ServerResponse
}

/** A reply that has begun, with its first word read. */
async function started(proxy: Replica, options?: AskOptions): Promise<Started> {
  const arrived = upstream.next()
  const reader = await begin(proxy, options)
  const seen = await arrived
  const path = `/api/ai/runs/${runIdOf(await reader.until('first'))}`
  const answer = answers.at(-1)
  if (!answer) throw new Error('The upstream was not asked.')
  return { reader, path, seen, answer }
}

/** Says words one after the other, each when the last has been read. */
async function say(
  answer: ServerResponse,
  reader: Reading,
  words: readonly string[],
): Promise<void> {
  for (const word of words) {
    answer.write(textChunk(word))
    await reader.until(`"${word}"`)
  }
}

const words = (count: number, name: string): string[] =>
  Array.from({ length: count }, (_, index) => `${name} ${index} é😀`)

describe.skipIf(!programs)('with Redis', () => {
  test('a reply that one replica streams is read on through another, live, byte for byte', async () => {
    const [first, second] = await two()
    const { reader, path, answer } = await started(first)
    reader.leave()
    const before = reader.bytes
    const after = await get(second, `${path}?after=${before.length}`)
    expect(after.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    await say(answer, after, words(30, 'live'))
    answer.end(goodEnd)
    const joined = Buffer.concat([before, await after.rest()])
    expect(split(joined).end.outcome).toBe('complete')
    for (const proxy of [first, second]) {
      expect((await (await get(proxy, path)).rest()).equals(joined)).toBe(true)
    }
  })

  test('followers on several replicas, from different places, all get the same', async () => {
    const [first, second] = await two()
    const third = await replica()
    const { reader, path, answer } = await started(first)
    const offsets = [0, 1, 100, reader.bytes.length]
    const others = await Promise.all(
      [second, third, first].flatMap((proxy) =>
        offsets.map(async (after) => ({
          after,
          reading: await get(proxy, `${path}?after=${after}`),
        })),
      ),
    )
    await say(answer, reader, words(20, 'word'))
    answer.end(goodEnd)
    const whole = await reader.rest()
    for (const { after, reading } of others) {
      expect((await reading.rest()).equals(whole.subarray(after))).toBe(true)
    }
  })

  test('a stop through another replica closes the upstream and tells every reader', async () => {
    const [first, second] = await two()
    const { reader, path, seen } = await started(first)
    const other = await get(second, path)
    const stop = (): Promise<Response> => fetch(second.url + path, { method: 'DELETE' })
    expect((await stop()).status).toBe(204)
    await seen.closed
    const whole = await reader.rest()
    expect(split(whole).end.outcome).toBe('stopped')
    expect((await other.rest()).equals(whole)).toBe(true)
    expect((await stop()).status).toBe(204)
  })

  test('a replica that is killed: the others have its finished part, and end it properly', async () => {
    const [first, second] = await two()
    const third = await replica()
    const { reader, path, answer } = await started(first)
    const live = await get(second, path)
    await say(answer, live, words(10, 'word'))
    answer.write('data: {"choi')
    await live.until('{"choi')
    await first.kill('SIGKILL')
    const whole = await live.rest()
    const { middle, end } = split(whole)
    expect(middle.toString()).toMatch(/word 9 é😀.*data: \{"choi\n\n$/s)
    expect(end).toMatchObject({
      outcome: 'interrupted',
      error: { code: 'interrupted', retryable: true, provider: 'openai' },
      receipt: { provider: 'openai', requestedModel: 'gpt-4.1', ttftMs: expect.any(Number) },
    })
    for (const proxy of [second, third]) {
      expect((await (await get(proxy, path)).rest()).equals(whole)).toBe(true)
      const rest = await get(proxy, `${path}?after=${reader.bytes.length}`)
      expect((await rest.rest()).equals(whole.subarray(reader.bytes.length))).toBe(true)
      expect((await fetch(proxy.url + path, { method: 'DELETE' })).status).toBe(204)
    }
  })

  test('a killed replica’s reply that was finished is told as finished', async () => {
    const [first, second] = await two()
    const { path, answer } = await started(first)
    const live = await get(second, path)
    answer.write(textChunk('', { delta: {}, finish_reason: 'stop' }))
    await live.until('"stop"')
    await first.kill('SIGKILL')
    expect(split(await live.rest()).end).toMatchObject({
      outcome: 'complete',
      receipt: { finishReason: 'stop' },
    })
  })

  test('a reader never waits for Redis, and what died unsaved still gets an end', async () => {
    const [first, second] = await two()
    const { reader, path, answer } = await started(first)
    await (await get(second, path)).until('first')
    redis.child.kill('SIGSTOP')
    // More than one batch: what follows the first is still in memory when the replica dies.
    await say(answer, reader, words(400, 'unsaved'))
    await first.kill('SIGKILL')
    redis.child.kill('SIGCONT')
    const after = await get(second, `${path}?after=${reader.bytes.length}`)
    expect(after.status).toBe(200)
    const joined = Buffer.concat([reader.bytes, await after.rest()])
    expect(split(joined).end.outcome).toBe('interrupted')
    expect(split(joined).middle.toString()).toContain('unsaved 399')
    const saved = await (await get(second, path)).rest()
    expect(saved.length).toBeLessThan(joined.length)
    expect(split(saved).end).toEqual(split(joined).end)
  })

  test('a run belongs to who started it, on every replica', async () => {
    const alice = { authorization: 'Bearer token-of-alice-0001' }
    const bob = { authorization: 'Bearer token-of-bob-000002' }
    const env = { ...patient, PROXY_TOKENS: 'token-of-alice-0001,token-of-bob-000002' }
    const [first, second] = await two(env)
    const { path, answer, reader } = await started(first, { headers: alice })
    const statuses = async (headers: Record<string, string>): Promise<number[]> => {
      const url = second.url + path
      const stop = await fetch(url, { method: 'DELETE', headers })
      const reading = await fetch(url, { headers })
      await reading.body?.cancel()
      return [stop.status, reading.status]
    }
    expect(await statuses(bob)).toEqual([404, 404])
    expect(await statuses({})).toEqual([401, 401])
    const unknown = await fetch(`${second.url}/api/ai/runs/${'x'.repeat(24)}`, { headers: alice })
    expect(await unknown.json()).toMatchObject({ error: { type: 'not_found_error' } })
    const live = await get(second, path, alice)
    answer.end(goodEnd)
    expect((await live.rest()).equals(await reader.rest())).toBe(true)
    expect(await statuses(bob)).toEqual([404, 404])
    expect(await statuses(alice)).toEqual([204, 200])
  })

  test('a run that is read anywhere is not given up; when the last reader leaves, it is', async () => {
    const [first, second] = await two({ RESUME_WINDOW_MS: '400' })
    const { reader, path, answer, seen } = await started(first)
    const other = await get(second, path)
    await other.until('first')
    reader.leave()
    // Said at its own pace, several windows long.
    const paced = words(20, 'paced')
    const timer = setInterval(() => {
      const word = paced.shift()
      if (word) answer.write(textChunk(word))
    }, 100)
    await other.until('paced 19')
    clearInterval(timer)
    expect(first.output()).not.toContain('reply ended')
    other.leave()
    await seen.closed
    const end = split(await (await get(second, path)).rest()).end
    expect(end).toMatchObject({ outcome: 'interrupted', error: { code: 'interrupted' } })
  })

  test('a slow reader on another replica holds the upstream back, and loses nothing', async () => {
    const [first, second] = await two()
    const { reader, path, answer } = await started(first)
    const slow = await get(second, path)
    reader.leave()
    // By the time these have come all the way round, the first reader is known to have left.
    await say(answer, slow, words(3, 'word'))
    const total = 48 * 1024 * 1024
    const line = textChunk('x'.repeat(64 * 1024))
    let written = 0
    const more = (): void => {
      while (written < total) {
        written += line.length
        if (!answer.write(line)) return void answer.once('drain', more)
      }
      answer.end(goodEnd)
    }
    more()
    await expect.poll(() => written, { interval: 300, timeout: 20_000 }).toSatisfy(isSteady())
    expect(written).toBeLessThan(total)
    let size = 0
    let tail = Buffer.alloc(0)
    await slow.drain((part) => {
      size += part.length
      tail = Buffer.concat([tail, part]).subarray(-2000)
    })
    expect(tail.toString()).toContain('"outcome":"complete"')
    expect(size + slow.bytes.length).toBeGreaterThan(total)
  }, 60_000)

  test('of a very long reply the beginning goes first, on every replica', async () => {
    const [first, second] = await two()
    const { reader, path, answer } = await started(first)
    const big = textChunk('y'.repeat(1024 * 1024))
    // A reader that keeps up: of a reply that outruns its readers less is kept.
    for (let count = 1; count <= 7; count += 1) {
      answer.write(big)
      await reader.upTo(count * big.length)
    }
    answer.end(goodEnd)
    const whole = await reader.rest()
    for (const proxy of [first, second]) {
      const fromStart = await get(proxy, path)
      expect(fromStart.status).toBe(404)
      expect((await fromStart.rest()).toString()).toContain('no longer kept')
      const late = whole.length - 3 * 1024 * 1024
      const rest = await (await get(proxy, `${path}?after=${late}`)).rest()
      expect(rest.equals(whole.subarray(late))).toBe(true)
      expect((await get(proxy, `${path}?after=${whole.length + 1}`)).status).toBe(416)
      expect((await (await get(proxy, `${path}?after=${whole.length}`)).rest()).length).toBe(0)
    }
  })

  test('a replica that stops cleanly ends its replies for readers everywhere', async () => {
    const [first, second] = await two()
    const { path } = await started(first)
    const other = await get(second, path)
    await other.until('first')
    await first.kill('SIGTERM')
    const whole = await other.rest()
    expect(split(whole).end.error?.message).toContain('restarting')
    expect((await (await get(second, path)).rest()).equals(whole)).toBe(true)
  })

  test('readers on a replica that stops go on at another', async () => {
    const [first, second] = await two()
    const { path, answer, reader } = await started(first)
    const other = await get(second, path)
    await other.until('first')
    const stopped = second.kill('SIGTERM')
    await expect(other.rest()).rejects.toThrow('terminated')
    await stopped
    const again = await get(first, `${path}?after=${other.bytes.length}`)
    answer.end(goodEnd)
    const joined = Buffer.concat([other.bytes, await again.rest()])
    expect(joined.equals(await reader.rest())).toBe(true)
  })
})

describe.skipIf(!programs)('when Redis goes away', () => {
  test('in mid-stream: each replica serves its own, and others go on when it is back, empty', async () => {
    const [first, second] = await two()
    const { path, answer, reader } = await started(first)
    const other = await get(second, path)
    await other.until('first')
    await redis.kill()
    await Promise.all([first, second].map((proxy) => proxy.logged('Redis cannot be reached')))
    await say(answer, reader, words(50, 'alone'))
    expect(await (await fetch(`${second.url}/readyz`)).json()).toEqual({
      status: 'ready',
      redis: 'unreachable',
    })
    const unreachable = await fetch(second.url + path)
    expect(unreachable.status).toBe(200)
    await unreachable.body?.cancel()
    const elsewhere = await fetch(`${second.url}/api/ai/runs/${'x'.repeat(24)}`)
    expect([elsewhere.status, elsewhere.headers.get('retry-after')]).toEqual([503, '1'])
    await redis.restart()
    await say(answer, other, words(10, 'together'))
    answer.end(goodEnd)
    const whole = await reader.rest()
    expect((await other.rest()).equals(whole)).toBe(true)
    expect((await (await get(second, path)).rest()).equals(whole)).toBe(true)
    expect(await (await fetch(`${second.url}/readyz`)).json()).toEqual({
      status: 'ready',
      redis: 'ok',
    })
    for (const proxy of [first, second]) {
      expect(proxy.output().match(/Redis cannot be reached/g)).toHaveLength(1)
      expect(proxy.output().match(/Redis is back/g)).toHaveLength(1)
    }
  })

  test('from the start: replicas work alone, and together from when it comes', async () => {
    await redis.kill()
    const [first, second] = await two()
    const { path, answer, reader } = await started(first)
    await first.logged('Redis cannot be reached')
    await redis.restart()
    await Promise.all([first, second].map((proxy) => proxy.logged('Redis is back')))
    await expect.poll(async () => (await get(second, path)).status, { timeout: 10_000 }).toBe(200)
    const other = await get(second, path)
    await say(answer, other, words(5, 'late'))
    answer.end(goodEnd)
    expect((await other.rest()).equals(await reader.rest())).toBe(true)
  })

  test('frozen: replies go on, and are whole elsewhere when it answers again', async () => {
    const [first, second] = await two()
    const { path, answer, reader } = await started(first)
    const other = await get(second, path)
    await other.until('first')
    redis.child.kill('SIGSTOP')
    await say(answer, reader, words(100, 'frozen'))
    await first.logged('Redis refuses to store runs')
    const elsewhere = await fetch(`${second.url}/api/ai/runs/${'x'.repeat(24)}`)
    expect(elsewhere.status).toBe(503)
    redis.child.kill('SIGCONT')
    await say(answer, other, words(10, 'thawed'))
    answer.end(goodEnd)
    const whole = await reader.rest()
    expect((await other.rest()).equals(whole)).toBe(true)
    expect((await (await get(second, path)).rest()).equals(whole)).toBe(true)
  })

  test('a server that is full: replies go on, with one line in the log', async () => {
    const [first, second] = await two()
    await redis.command('config', 'set', 'maxmemory', '1')
    const { answer, reader, path } = await started(first)
    await first.logged('Redis refuses to store runs')
    await say(answer, reader, words(100, 'unstored'))
    expect((await get(second, path)).status).toBe(404)
    await redis.command('config', 'set', 'maxmemory', '0')
    await expect.poll(async () => (await get(second, path)).status, { timeout: 10_000 }).toBe(200)
    answer.end(goodEnd)
    const whole = await reader.rest()
    expect((await (await get(second, path)).rest()).equals(whole)).toBe(true)
    expect(first.output().match(/Redis refuses/g)).toHaveLength(1)
  })
})

describe.skipIf(!programs)('around it', () => {
  test('questions of one client are counted together', async () => {
    const [first, second] = await two({ ...patient, RATE_LIMIT_PER_MINUTE: '2' })
    const statuses: number[] = []
    for (const proxy of [first, second, first, second]) {
      const reader = await begin(proxy)
      statuses.push(reader.status)
      reader.leave()
    }
    expect(statuses).toEqual([200, 200, 429, 429])
  })

  test('the password of Redis is in no log line, right or wrong', async () => {
    const locked = await startRedis('pass/word-canary')
    const [good, bad] = await Promise.all([
      startReplica(upstream.url, { REDIS_URL: locked.url, LOG_LEVEL: 'trace' }),
      startReplica(upstream.url, {
        REDIS_URL: locked.url.replace('canary', 'canary-wrong'),
        LOG_LEVEL: 'trace',
      }),
    ])
    await bad.logged('Redis cannot be reached')
    await started(good)
    expect(await (await fetch(`${good.url}/readyz`)).json()).toMatchObject({ redis: 'ok' })
    await locked.kill()
    await good.logged('Redis cannot be reached')
    expect(good.output() + bad.output()).not.toMatch(/canary|127\.0\.0\.1:\d+\/0/)
  })

  test('without REDIS_URL each proxy is alone', async () => {
    const [first, second] = await two({ ...patient, REDIS_URL: '' })
    const { path, answer, reader } = await started(first)
    expect((await get(second, path)).status).toBe(404)
    expect((await fetch(second.url + path, { method: 'DELETE' })).status).toBe(404)
    expect(await (await fetch(`${first.url}/readyz`)).json()).toEqual({ status: 'ready' })
    answer.end(goodEnd)
    const whole = await reader.rest()
    expect((await (await get(first, path)).rest()).equals(whole)).toBe(true)
  })
})

function isSteady(): (value: number) => boolean {
  let last = -1
  return (value) => {
    const steady = value === last
    last = value
    return steady
  }
}
