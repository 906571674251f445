import { connect } from 'node:net'
import type { ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { askCompletion, completionQuestion, splitError } from './completions-harness.ts'
import {
  goodEnd,
  readerOf,
  readUntil,
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

type Setup = { readonly proxy: Proxy; readonly upstream: Upstream }

async function start(
  begin: (response: ServerResponse) => void,
  env: Record<string, string> = {},
): Promise<Setup> {
  upstream = await startUpstream(begin)
  proxy = await startProxy(upstream.url, { RATE_LIMIT_PER_MINUTE: '0', ...env })
  return { proxy, upstream }
}

const silent = (): void => undefined
const headOnly = (response: ServerResponse): void => startStream(response)
const oneWord = (response: ServerResponse): void => {
  startStream(response)
  response.write(textChunk('first'))
}
const halfDocument = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{"choices":[{"message":')
}

test.each([
  ['streamed, before the head', true, silent],
  ['streamed, after the head, before the first byte', true, headOnly],
  ['streamed, in the middle', true, oneWord],
  ['not streamed, before the head', false, silent],
  ['not streamed, in the middle', false, halfDocument],
])('a client that hangs up %s closes the upstream', async (_name, stream, begin) => {
  const setup = await start(begin)
  const arrived = setup.upstream.next()
  const controller = new AbortController()
  const pending = askCompletion(setup.proxy, {
    body: { ...completionQuestion, stream },
    signal: controller.signal,
  })
  const seen = await arrived
  if (begin === headOnly) await pending
  if (begin === oneWord) await readUntil(readerOf(await pending), 'first')
  pending.catch(silent)
  controller.abort()
  await expect(seen.closed).resolves.toBeUndefined()
  await expect.poll(() => metric(setup.proxy, 'askdesk_open_runs ')).toBe('0')
  const counted = (await metrics(setup.proxy, 'askdesk_runs_total{')).filter(
    (series) => !series.endsWith(' 0'),
  )
  expect(counted).toEqual([
    'askdesk_runs_total{provider="openai",model="gpt-4.1",outcome="stopped"} 1',
  ])
  for (const series of await metrics(setup.proxy, 'askdesk_upstream_errors_total{'))
    expect(series).toMatch(/ 0$/)
})

/** Series that begin so, each with its value. */
async function metrics({ url }: Proxy, begin: string): Promise<string[]> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return text.split('\n').filter((line) => line.startsWith(begin))
}

async function metric(of: Proxy, begin: string): Promise<string> {
  return (await metrics(of, begin)).join('\n').replace('askdesk_open_runs ', '')
}

test('a client that resets its connection closes the upstream', async () => {
  const setup = await start(oneWord)
  const arrived = setup.upstream.next()
  const socket = rawCompletion(setup.proxy)
  const seen = await arrived
  await new Promise((resolve) => socket.once('data', resolve))
  socket.resetAndDestroy()
  await expect(seen.closed).resolves.toBeUndefined()
})

test('forty clients leaving at once close forty upstreams', async () => {
  const setup = await start(oneWord, { MAX_RUNS_PER_CLIENT: '0' })
  const controller = new AbortController()
  const responses = await Promise.all(
    Array.from({ length: 40 }, () => askCompletion(setup.proxy, { signal: controller.signal })),
  )
  await Promise.all(responses.map((response) => readUntil(readerOf(response), 'first')))
  controller.abort()
  expect(await Promise.all(setup.upstream.requests.map((seen) => seen.closed))).toHaveLength(40)
})

test('a client that takes nothing holds the upstream back, and loses nothing', async () => {
  const line = textChunk('x'.repeat(64 * 1024))
  const total = 24 * 1024 * 1024
  let written = 0
  const setup = await start((response) => {
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
  const response = await askCompletion(setup.proxy)
  const reader = readerOf(response)
  let last = -1
  // Until the upstream is held back; a write that never drains is what we wait for.
  await expect
    .poll(() => written, { interval: 200, timeout: 10_000 })
    .toSatisfy((value: number) => {
      const isSteady = value === last
      last = value
      return isSteady
    })
  expect(written).toBeLessThan(total)
  let read = 0
  let tail = Buffer.alloc(0)
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    read += part.value.length
    tail = Buffer.concat([tail, part.value]).subarray(-200)
  }
  expect(tail.toString()).toMatch(/data: \[DONE\]\n\n$/)
  expect(read).toBe(written + goodEnd.length)
})

test('a stop of the service ends a stream with an error event', async () => {
  const setup = await start(oneWord)
  const reader = readerOf(await askCompletion(setup.proxy))
  const first = await readUntil(reader, 'first')
  const closed = setup.proxy.close()
  const rest = await readUntil(reader, '\n\n')
  await closed
  expect(splitError(Buffer.concat([first, rest])).error).toMatchObject({
    code: 'interrupted',
    message: expect.stringContaining('restarting'),
  })
})

function rawCompletion(to: Proxy): ReturnType<typeof connect> {
  const { hostname, port } = new URL(to.url)
  const body = JSON.stringify(completionQuestion)
  const socket = connect(Number(port), hostname)
  socket.on('error', silent)
  socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
  return socket
}
