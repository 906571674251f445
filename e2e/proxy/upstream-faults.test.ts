import { once } from 'node:events'
import net, { type AddressInfo, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { closeAfterEach } from './close-after-each.ts'
import {
  askError,
  askWhole,
  ask,
  goodEnd,
  keys,
  readerOf,
  readUntil,
  startProxy,
  startStream,
  startUpstream,
  textChunk,
  type Proxy,
} from './harness.ts'

const closers = closeAfterEach()

const quick = { FIRST_BYTE_TIMEOUT_MS: '250', IDLE_TIMEOUT_MS: '250' }
const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n'
const chunked = `${head}transfer-encoding: chunked\r\n\r\n`
const hex = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`

/** An upstream that speaks bytes, not HTTP; it answers once a whole request has come. */
async function rawUpstream(
  answer: (socket: Socket, count: number) => void,
  env: Record<string, string> = quick,
): Promise<Proxy> {
  let count = 0
  const sockets = new Set<Socket>()
  const server = net.createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (data) => {
      if (data.includes('"messages"')) answer(socket, (count += 1))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a listening TCP server has this shape
  const proxy = await startProxy(`http://127.0.0.1:${port}`, env)
  closers.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }, proxy.close)
  return proxy
}

describe('before there is a stream', () => {
  test.each<[string, (socket: Socket) => void, string, number]>([
    ['FIN instead of an answer', (socket) => socket.end(), 'upstream_error', 502],
    ['RST instead of an answer', (socket) => socket.resetAndDestroy(), 'upstream_error', 502],
    ['not HTTP', (socket) => socket.end('SSH-2.0-OpenSSH\r\n'), 'upstream_error', 502],
    ['never a byte', () => undefined, 'upstream_timeout', 504],
    [
      'half a header block',
      (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-ty'),
      'upstream_timeout',
      504,
    ],
    [
      'a redirect',
      (socket) =>
        socket.write(
          'HTTP/1.1 302 Found\r\nlocation: http://evil.example/\r\ncontent-length: 0\r\n\r\n',
        ),
      'upstream_error',
      502,
    ],
    [
      '101 unasked',
      (socket) =>
        socket.write(
          'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
        ),
      'upstream_error',
      502,
    ],
    ['204', (socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n'), 'upstream_error', 502],
    [
      '200 with HTML',
      (socket) =>
        socket.write(
          'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>',
        ),
      'upstream_error',
      502,
    ],
    [
      'an error body that stalls',
      (socket) => socket.write('HTTP/1.1 500 No\r\ncontent-length: 999\r\n\r\n{"err'),
      'upstream_timeout',
      504,
    ],
    [
      'huge headers',
      (socket) => socket.write(`HTTP/1.1 200 OK\r\nx-big: ${'x'.repeat(200_000)}\r\n\r\n`),
      'upstream_error',
      502,
    ],
    [
      'a gzip bomb as an error',
      (socket) =>
        socket.write('HTTP/1.1 500 No\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\nXXXX'),
      'upstream_error',
      502,
    ],
  ])('%s', async (_name, answer, code, status) => {
    const proxy = await rawUpstream(answer)
    const failure = await askError(proxy)
    expect(failure).toMatchObject({ status, error: { code } })
    expect(JSON.stringify(failure.error)).not.toMatch(/127\.0\.0\.1|<html|evil/)
  })

  test('an error body without end is cut at its cap', async () => {
    const proxy = await rawUpstream((socket) => {
      socket.write('HTTP/1.1 500 No\r\ntransfer-encoding: chunked\r\n\r\n')
      const more = (): void => {
        while (!socket.destroyed && socket.write(hex('x'.repeat(16_000))));
        socket.once('drain', more)
      }
      more()
    })
    expect(await askError(proxy)).toMatchObject({ status: 502, error: { code: 'upstream_error' } })
  })

  test('refused, and a name that does not resolve', async () => {
    const proxy = await startProxy('http://127.0.0.1:1')
    closers.push(proxy.close)
    expect(await askError(proxy)).toMatchObject({
      status: 502,
      error: { code: 'upstream_unreachable' },
    })
    const nowhere = await startProxy('http://gateway.invalid')
    closers.push(nowhere.close)
    expect(await askError(nowhere)).toMatchObject({
      status: 502,
      error: { code: 'upstream_unreachable' },
    })
  })

  test('a pooled connection that the upstream closes as it is used again is tried once more', async () => {
    const proxy = await rawUpstream((socket, count) => {
      if (count === 2) return void socket.resetAndDestroy()
      socket.write(`${chunked}${hex(goodEnd)}0\r\n\r\n`)
    })
    expect((await askWhole(proxy)).end.outcome).toBe('complete')
    expect((await askWhole(proxy)).end.outcome).toBe('complete')
  })

  test.each([102, 103])('%d comes before the answer', async (status) => {
    const proxy = await rawUpstream((socket) => {
      socket.write(
        `HTTP/1.1 ${status} Early\r\n\r\n${chunked}${hex(textChunk('all') + goodEnd)}0\r\n\r\n`,
      )
    })
    const { middle, end } = await askWhole(proxy)
    expect(middle.toString()).toContain('all')
    expect(end.outcome).toBe('complete')
  })
})

describe('in the middle of a stream', () => {
  test.each<[string, (socket: Socket) => void, string]>([
    [
      'RST',
      (socket) =>
        socket.write(chunked + hex(textChunk('so far')), () =>
          setTimeout(() => socket.resetAndDestroy(), 50),
        ),
      'interrupted',
    ],
    ['FIN', (socket) => socket.end(chunked + hex(textChunk('so far'))), 'interrupted'],
    [
      'a bad chunk size',
      (socket) => socket.write(`${chunked}${hex(textChunk('so far'))}zz\r\n`),
      'interrupted',
    ],
    [
      'a short length',
      (socket) => socket.end(`${head}content-length: 9999\r\n\r\n${textChunk('so far')}`),
      'interrupted',
    ],
    [
      'a good end without a finish',
      (socket) => socket.write(`${chunked}${hex(textChunk('so far'))}0\r\n\r\n`),
      'interrupted',
    ],
    [
      'a cut inside JSON',
      (socket) => socket.end(chunked + hex(`${textChunk('so far')}data: {"choi`)),
      'interrupted',
    ],
    ['silence', (socket) => socket.write(chunked + hex(textChunk('so far'))), 'upstream_timeout'],
  ])('%s keeps the text and says so', async (_name, answer, code) => {
    const proxy = await rawUpstream(answer)
    const { middle, end } = await askWhole(proxy)
    expect(middle.toString()).toContain('so far')
    expect(middle.toString()).toMatch(/\n\n$/)
    expect(end).toMatchObject({ outcome: 'interrupted', error: { code, retryable: true } })
  })

  test('head, then silence', async () => {
    const proxy = await rawUpstream((socket) => socket.write(chunked))
    expect((await askWhole(proxy)).end).toMatchObject({
      outcome: 'interrupted',
      error: { code: 'upstream_timeout' },
    })
  })

  test('[DONE], then an open connection: ends', async () => {
    const proxy = await rawUpstream(
      (socket) => socket.write(chunked + hex(textChunk('x') + goodEnd)),
      { IDLE_TIMEOUT_MS: '30000' },
    )
    expect((await askWhole(proxy)).end.outcome).toBe('complete')
  })

  test.each([
    ['close-delimited', `${head}connection: close\r\n\r\n${textChunk('all')}${goodEnd}`],
    [
      'exact length',
      `${head}content-length: ${Buffer.byteLength(textChunk('all') + goodEnd)}\r\n\r\n${textChunk('all')}${goodEnd}`,
    ],
    [
      'trailers',
      `${head}trailer: x\r\ntransfer-encoding: chunked\r\n\r\n${hex(textChunk('all') + goodEnd)}0\r\nx: y\r\n\r\n`,
    ],
  ])('%s: all the text', async (_name, bytes) => {
    const proxy = await rawUpstream((socket) => socket.end(bytes))
    const { middle, end } = await askWhole(proxy)
    expect(middle.toString()).toContain('all')
    expect(end.outcome).toBe('complete')
  })

  test('an event of 1 MiB and 20,000 tiny ones arrive whole', async () => {
    const big = textChunk('y'.repeat(1024 * 1024))
    const tiny = textChunk('z').repeat(20_000)
    const upstream = await startUpstream((response) => {
      startStream(response)
      response.write(big)
      for (let offset = 0; offset < tiny.length; offset += 1000)
        response.write(tiny.slice(offset, offset + 1000))
      response.end(goodEnd)
    })
    const proxy = await startProxy(upstream.url)
    closers.push(upstream.close, proxy.close)
    const { middle, end } = await askWhole(proxy)
    expect(middle.equals(Buffer.from(big + tiny + goodEnd))).toBe(true)
    expect(end.outcome).toBe('complete')
  })

  test('a line of 192 MiB without end: memory stays bounded and the reader gets what was sent', async () => {
    const total = 192 * 1024 * 1024
    const upstream = await startUpstream((response) => {
      startStream(response)
      response.write('data: ')
      const piece = 'x'.repeat(1024 * 1024)
      let written = 0
      const more = (): void => {
        while (written < total && !response.destroyed) {
          written += piece.length
          if (!response.write(piece)) return void response.once('drain', more)
        }
        response.end()
      }
      more()
    })
    const proxy = await startProxy(upstream.url)
    closers.push(upstream.close, proxy.close)
    const reader = readerOf(await ask(proxy))
    let size = 0
    for (let part = await reader.read(); !part.done; part = await reader.read())
      size += part.value.length
    expect(size).toBeGreaterThan(total)
    expect(process.memoryUsage().rss).toBeLessThan(1.5 * 1024 ** 3)
  })
})

test('a key that an upstream repeats is masked in a stream, however it is cut, and in an error', async () => {
  const key = keys.OPENAI_API_KEY
  let fails = false
  const upstream = await startUpstream((response) => {
    if (fails) {
      response.writeHead(400, { 'content-type': 'application/json', 'x-echo': key })
      response.end(JSON.stringify({ error: { message: `Incorrect API key provided: ${key}` } }))
      return
    }
    startStream(response, { 'x-echo': key })
    const text = textChunk(
      `your key is ${key} and in base64 ${Buffer.from(key).toString('base64')}`,
    )
    const cut = text.indexOf('canary') + 2
    response.write(text.slice(0, cut))
    setTimeout(() => response.end(text.slice(cut) + goodEnd), 30)
  })
  const proxy = await startProxy(upstream.url)
  closers.push(upstream.close, proxy.close)
  const { middle, end } = await askWhole(proxy)
  expect(middle.toString()).toContain('your key is ****')
  expect(middle.toString()).not.toContain('canary')
  expect(middle.toString()).not.toContain(Buffer.from(key).toString('base64').slice(0, 20))
  expect(end.outcome).toBe('complete')
  fails = true
  const failure = await askError(proxy)
  expect(JSON.stringify(failure.error) + JSON.stringify([...failure.headers])).not.toContain(
    'canary',
  )
})

test('another provider answers instead when that was asked for, before the first word only', async () => {
  const upstream = await startUpstream((response, seen) => {
    if (seen.headers['x-portkey-provider'] === 'openai') {
      response.writeHead(503, { 'content-type': 'application/json' })
      response.end('{}')
      return
    }
    startStream(response, { 'x-portkey-provider': 'groq' })
    response.end(textChunk('hello', {}) + goodEnd)
  })
  const proxy = await startProxy(upstream.url)
  closers.push(upstream.close, proxy.close)
  const body = {
    provider: 'openai',
    model: 'gpt-4.1',
    messages: [{ role: 'user', content: 'Hi' }],
    fallback: ['groq', 'aws'],
  }
  const { run, end } = await askWhole(proxy, { body })
  expect(run).toMatchObject({
    provider: 'openai',
    requestedModel: 'gpt-4.1',
    routedProvider: 'groq',
    reason: 'fallback',
  })
  expect(end).toMatchObject({
    outcome: 'complete',
    receipt: { provider: 'openai', answeredBy: { provider: 'groq' } },
  })
  expect(await askError(proxy, { body: { ...body, fallback: undefined } })).toMatchObject({
    error: { code: 'overloaded' },
  })
})

test('a fallback is taken for a stream that fails before its first word, and not after it', async () => {
  let words = ''
  const upstream = await startUpstream((response, seen) => {
    startStream(response)
    if (seen.headers['x-portkey-provider'] === 'openai') {
      response.end(
        `${words}${textChunk('', { delta: {}, finish_reason: 'overloaded_error' })}data: [DONE]\n\n`,
      )
      return
    }
    response.end(textChunk('from another') + goodEnd)
  })
  const proxy = await startProxy(upstream.url)
  closers.push(upstream.close, proxy.close)
  const body = {
    provider: 'openai',
    model: 'gpt-4.1',
    messages: [{ role: 'user', content: 'Hi' }],
    fallback: ['aws'],
  }
  expect((await askWhole(proxy, { body })).run).toMatchObject({
    routedProvider: 'aws',
    reason: 'fallback',
  })
  words = textChunk('a word')
  const second = await askWhole(proxy, { body })
  expect(second.run.routedProvider).toBe('openai')
  expect(second.end).toMatchObject({ outcome: 'error', error: { code: 'overloaded' } })
})

test('health tells what was seen', async () => {
  let status = 200
  const upstream = await startUpstream((response) => {
    if (status !== 200) return void response.writeHead(status).end('{}')
    startStream(response)
    response.end(textChunk('x') + goodEnd)
  })
  const proxy = await startProxy(upstream.url)
  closers.push(upstream.close, proxy.close)
  const health = async (): Promise<unknown> => {
    const answer: unknown = await (await fetch(`${proxy.url}/api/ai/providers`)).json()
    return answer
  }
  expect(await health()).toMatchObject({
    upstream: 'self-hosted',
    providers: [{}, { id: 'openai', health: { state: 'unknown' } }, {}, {}],
  })
  await askWhole(proxy)
  expect(await health()).toMatchObject({
    providers: [{}, { health: { state: 'ok', ttftMsP50: expect.any(Number) } }, {}, {}],
  })
  status = 529
  for (let count = 0; count < 3; count += 1) await askError(proxy)
  expect(await health()).toMatchObject({
    providers: [
      {},
      { health: { state: 'down', lastError: 'overloaded' } },
      { health: { state: 'unknown' } },
      {},
    ],
  })
})

test('a stop before the first word is the stream’s end, not an error', async () => {
  const upstream = await startUpstream((response) => startStream(response))
  const proxy = await startProxy(upstream.url)
  closers.push(upstream.close, proxy.close)
  const reader = readerOf(await ask(proxy))
  const first = await readUntil(reader, 'event: run')
  const runId = /"runId":"([^"]+)"/.exec(first.toString())?.[1]
  await fetch(`${proxy.url}/api/ai/runs/${runId}`, { method: 'DELETE' })
  const rest = await readUntil(reader, 'event: end')
  expect(rest.toString()).toMatch(/"outcome":"stopped".*"ttftMs":null/)
})
