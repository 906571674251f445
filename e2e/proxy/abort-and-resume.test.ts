import type { ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import {
  ask,
  askWhole,
  goodEnd,
  readerOf,
  readUntil,
  split,
  startProxy,
  startStream,
  startUpstream,
  textChunk,
  type Proxy,
  type Upstream,
} from './harness.ts'

let upstream: Upstream | undefined
let proxy: Proxy | undefined

afterEach(async () => {
  await proxy?.close()
  await upstream?.close()
})

type Held = { readonly response: ServerResponse }

/** An upstream that leaves each answer to the test. */
async function startHeld(
  env: Record<string, string>,
  begin: (response: ServerResponse) => void,
): Promise<{ proxy: Proxy; upstream: Upstream; held: Held[] }> {
  const held: Held[] = []
  upstream = await startUpstream((response) => {
    held.push({ response })
    begin(response)
  })
  proxy = await startProxy(upstream.url, env)
  return { proxy, upstream, held }
}

const silent = (): void => undefined
const headOnly = (response: ServerResponse): void => startStream(response)
const oneWord = (response: ServerResponse): void => {
  startStream(response)
  response.write(textChunk('first'))
}

test.each([
  ['before the head', silent],
  ['after the head, before the first word', headOnly],
  ['in the middle', oneWord],
])(
  'a reader who leaves %s closes the upstream when there is no resume window',
  async (_when, begin) => {
    const setup = await startHeld({ RESUME_WINDOW_MS: '0' }, begin)
    const arrived = setup.upstream.next()
    const controller = new AbortController()
    const pending = ask(setup.proxy, { signal: controller.signal })
    const seen = await arrived
    if (begin !== silent) {
      const reader = readerOf(await pending)
      await readUntil(reader, begin === oneWord ? 'first' : 'event: run')
      reader.cancel().catch(silent)
    }
    pending.catch(silent)
    controller.abort()
    await expect(seen.closed).resolves.toBeUndefined()
  },
)

test('forty readers leaving at once close forty upstreams', async () => {
  const setup = await startHeld({ RESUME_WINDOW_MS: '0' }, oneWord)
  const controller = new AbortController()
  const responses = await Promise.all(
    Array.from({ length: 40 }, () => ask(setup.proxy, { signal: controller.signal })),
  )
  await Promise.all(responses.map((response) => readUntil(readerOf(response), 'first')))
  controller.abort()
  const closed = await Promise.all(setup.upstream.requests.map((seen) => seen.closed))
  expect(closed).toHaveLength(40)
})

test('with a resume window the reply goes on and is read on, byte for byte', async () => {
  const setup = await startHeld({ RESUME_WINDOW_MS: '60000' }, oneWord)
  const controller = new AbortController()
  const response = await ask(setup.proxy, { signal: controller.signal })
  const first = await readUntil(readerOf(response), 'first')
  controller.abort()
  const runId = /"runId":"([^"]+)"/.exec(first.toString())?.[1]
  const runUrl = `${setup.proxy.url}/api/ai/runs/${runId}`
  const live = await fetch(`${runUrl}?after=${first.length}`)
  setup.held[0]?.response.end(`${textChunk(' second')}${goodEnd}`)
  const rest = Buffer.from(await live.arrayBuffer())
  const again = Buffer.from(await (await fetch(runUrl)).arrayBuffer())
  expect(Buffer.concat([first, rest]).equals(again)).toBe(true)
  expect(split(again).end.outcome).toBe('complete')
  expect(split(again).middle.toString()).toContain(' second')
  const past = await fetch(`${runUrl}?after=${again.length + 1}`)
  expect(past.status).toBe(416)
  expect(await (await fetch(`${runUrl}?after=${again.length}`)).text()).toBe('')
})

test('a reader who does not come back in time ends the reply', async () => {
  const setup = await startHeld({ RESUME_WINDOW_MS: '50' }, oneWord)
  const controller = new AbortController()
  const arrived = setup.upstream.next()
  const response = await ask(setup.proxy, { signal: controller.signal })
  const first = await readUntil(readerOf(response), 'first')
  controller.abort()
  await (
    await arrived
  ).closed
  const runId = /"runId":"([^"]+)"/.exec(first.toString())?.[1]
  const body = Buffer.from(
    await (await fetch(`${setup.proxy.url}/api/ai/runs/${runId}`)).arrayBuffer(),
  )
  expect(split(body).end).toMatchObject({ outcome: 'interrupted', error: { code: 'interrupted' } })
})

test.each([
  ['before the first word', headOnly],
  ['in the middle', oneWord],
])('DELETE stops a reply %s, for every follower', async (_when, begin) => {
  const setup = await startHeld({}, begin)
  const arrived = setup.upstream.next()
  const response = await ask(setup.proxy)
  const reader = readerOf(response)
  const head = await readUntil(reader, 'event: run')
  const runId = /"runId":"([^"]+)"/.exec(head.toString())?.[1]
  const follower = await fetch(`${setup.proxy.url}/api/ai/runs/${runId}`)
  const stop = (): Promise<Response> =>
    fetch(`${setup.proxy.url}/api/ai/runs/${runId}`, { method: 'DELETE' })
  expect((await stop()).status).toBe(204)
  await (
    await arrived
  ).closed
  const body = Buffer.from(await follower.arrayBuffer())
  expect(split(body).end.outcome).toBe('stopped')
  await readUntil(reader, '"outcome":"stopped"')
  expect((await stop()).status).toBe(204)
})

test('a run is there for who started it and for nobody else', async () => {
  const env = {
    PROXY_TOKENS: 'token-of-alice-0001,token-of-bob-000002',
    RESUME_WINDOW_MS: '60000',
  }
  const setup = await startHeld(env, (response) => {
    startStream(response)
    response.end(goodEnd)
  })
  const alice = { authorization: 'Bearer token-of-alice-0001' }
  const bob = { authorization: 'Bearer token-of-bob-000002' }
  const { run } = await askWhole(setup.proxy, { headers: alice })
  const url = `${setup.proxy.url}/api/ai/runs/${run.runId}`
  expect((await fetch(url, { headers: alice })).status).toBe(200)
  expect((await fetch(url, { headers: bob })).status).toBe(404)
  expect((await fetch(url, { headers: bob, method: 'DELETE' })).status).toBe(404)
  expect((await fetch(url)).status).toBe(401)
  const unknown = await fetch(`${setup.proxy.url}/api/ai/runs/nothing`, { headers: alice })
  expect(await unknown.json()).toMatchObject({
    error: { code: 'invalid_request', type: 'not_found_error' },
  })
})

test('a reader that takes nothing holds the upstream back, and loses nothing', async () => {
  const total = 24 * 1024 * 1024
  const line = textChunk('x'.repeat(64 * 1024))
  let written = 0
  const setup = await startHeld({}, (response) => {
    startStream(response)
    const more = (): void => {
      while (written < total) {
        written += line.length
        if (!response.write(line)) return void response.once('drain', more)
      }
      response.end(goodEnd)
    }
    more()
  })
  const response = await ask(setup.proxy)
  const reader = readerOf(response)
  let read = (await readUntil(reader, 'event: run')).length
  // Until the upstream is held back; a write that never drains is what we wait for.
  await expect.poll(() => written, { interval: 200, timeout: 5000 }).toSatisfy(isSteady())
  expect(written).toBeLessThan(total)
  let tail = Buffer.alloc(0)
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    read += part.value.length
    tail = Buffer.concat([tail, part.value]).subarray(-2000)
  }
  expect(tail.toString()).toContain('"outcome":"complete"')
  expect(read).toBeGreaterThan(written)
})

function isSteady(): (value: number) => boolean {
  let last = -1
  return (value) => {
    const steady = value === last
    last = value
    return steady
  }
}
