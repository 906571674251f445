import { gzipSync } from 'node:zlib'
import type { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import {
  askCompletion,
  completionBytes,
  completionError,
  completionQuestion,
  splitError,
} from './completions-harness.ts'
import { closeAfterEach } from './close-after-each.ts'
import { askError, askWhole, goodEnd, keys, startProxy, textChunk, type Proxy } from './harness.ts'
import {
  hex,
  startRawUpstream,
  streamHead,
  wholeAnswer,
  type RawOptions,
  type RawUpstream,
} from './raw-upstream.ts'

/**
 * Faults of an upstream, a test a line. Where another file has the line already, only what
 * is missing there is here.
 */

const closers = closeAfterEach()

type Rig = { readonly proxy: Proxy; readonly upstream: RawUpstream }

const quick = { FIRST_BYTE_TIMEOUT_MS: '400', IDLE_TIMEOUT_MS: '400', RATE_LIMIT_PER_MINUTE: '0' }

async function start(
  answer: (socket: Socket, request: number, onSocket: number) => void,
  {
    scheme = 'http',
    env = quick,
    ...options
  }: RawOptions & {
    scheme?: 'http' | 'https'
    env?: Record<string, string>
  } = {},
): Promise<Rig> {
  const upstream = await startRawUpstream(answer, options)
  const proxy = await startProxy(upstream.url.replace('http', scheme), env)
  closers.push(upstream.close, proxy.close)
  return { proxy, upstream }
}

const stream = (...pieces: (string | Buffer)[]): Buffer =>
  Buffer.concat([Buffer.from(streamHead), ...pieces.map(hex), Buffer.from('0\r\n\r\n')])
const sends = (bytes: string | Buffer) => (socket: Socket) => void socket.write(bytes)
const whole = { ...completionQuestion, stream: false }

type Expected = { readonly status: number; readonly code: string }

/** The failure that is the same on every way to ask. */
async function failureOf(proxy: Proxy): Promise<Expected> {
  const failures = [
    await askError(proxy),
    await completionError(proxy),
    await completionError(proxy, { body: whole }),
  ]
  const seen = new Set(
    failures.map(({ status, error }) => JSON.stringify({ status, code: error.code })),
  )
  expect([...seen]).toHaveLength(1)
  for (const { error, headers } of failures) {
    expect(error.message).toMatch(/^[A-Z].*[.]$/s)
    expect(JSON.stringify([error, [...headers]])).not.toMatch(/127\.0\.0\.1|<html|evil|canary/i)
  }
  const [first] = failures
  return { status: first?.status ?? 0, code: first?.error.code ?? '' }
}

/** The text that is the same on both ways to stream. */
async function textOf(proxy: Proxy): Promise<string> {
  const { middle, end } = await askWhole(proxy)
  expect(end.outcome).toBe('complete')
  const client = await completionBytes(proxy)
  expect(client.equals(middle)).toBe(true)
  return middle.toString()
}

test('connection refused: 502 at once, and an answer as soon as it is back', async () => {
  const first = await startRawUpstream(sends(stream(goodEnd)))
  const { port } = new URL(first.url)
  const proxy = await startProxy(first.url)
  closers.push(proxy.close)
  await first.close()
  expect((await askError(proxy)).error.code).toBe('upstream_unreachable')
  const back = await startRawUpstream(sends(stream(goodEnd)), { port: Number(port) })
  closers.push(back.close)
  expect((await askWhole(proxy)).end.outcome).toBe('complete')
})

describe('TLS', () => {
  test('plain HTTP where TLS is expected: 502', async () => {
    const { proxy } = await start((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), {
      scheme: 'https',
      onConnection: true,
    })
    expect(await failureOf(proxy)).toEqual({ status: 502, code: 'upstream_unreachable' })
  })

  test('self-signed: 502, as it is never trusted', async () => {
    const { proxy } = await start(sends(stream(goodEnd)), { scheme: 'https', selfSigned: true })
    expect(await failureOf(proxy)).toEqual({ status: 502, code: 'upstream_unreachable' })
  })

  test('silent handshake: 504', async () => {
    const { proxy, upstream } = await start(() => undefined, {
      scheme: 'https',
      onConnection: true,
    })
    expect(await failureOf(proxy)).toEqual({ status: 504, code: 'upstream_timeout' })
    await upstream.closed()
  })
})

describe('statuses', () => {
  test.each<[number, Expected]>([
    [400, { status: 400, code: 'invalid_request' }],
    [401, { status: 502, code: 'key_rejected' }],
    [402, { status: 402, code: 'budget_exceeded' }],
    [403, { status: 502, code: 'key_rejected' }],
    [404, { status: 404, code: 'unknown_model' }],
    [408, { status: 504, code: 'upstream_timeout' }],
    [409, { status: 400, code: 'invalid_request' }],
    [412, { status: 402, code: 'budget_exceeded' }],
    [413, { status: 400, code: 'context_too_long' }],
    [422, { status: 400, code: 'invalid_request' }],
    [429, { status: 429, code: 'rate_limited' }],
    [446, { status: 422, code: 'content_filtered' }],
    [500, { status: 502, code: 'upstream_error' }],
    [502, { status: 502, code: 'upstream_error' }],
    [503, { status: 503, code: 'overloaded' }],
    [504, { status: 504, code: 'upstream_timeout' }],
    [529, { status: 503, code: 'overloaded' }],
    [599, { status: 502, code: 'upstream_error' }],
  ])('%d', async (status, expected) => {
    const { proxy } = await start(sends(wholeAnswer(status, '{"error":{"message":"No"}}')))
    expect(await failureOf(proxy)).toEqual(expected)
  })

  test.each([429, 503])('%d: Retry-After is kept', async (status) => {
    const { proxy } = await start(sends(wholeAnswer(status, '{}', { 'retry-after': '17' })))
    for (const { headers, error } of [await askError(proxy), await completionError(proxy)]) {
      expect(headers.get('retry-after')).toBe('17')
      expect(error.retryAfterMs).toBe(17_000)
    }
  })

  test('246 (guardrail failed, answered): success, all the text', async () => {
    const bytes = stream(textChunk('all') + goodEnd)
      .toString('latin1')
      .replace('200 OK', '246 OK')
    const { proxy } = await start(sends(bytes))
    expect(await textOf(proxy)).toBe(textChunk('all') + goodEnd)
  })
})

test.each([
  ['error as string', '{"error":"No"}'],
  ['error in Portkey’s shape', '{"status":"failure","message":"No"}'],
  ['error with broken JSON', '{"error":{"mess'],
  ['error that is empty', ''],
])('%s: JSON with a sentence', async (_name, body) => {
  const { proxy } = await start(sends(wholeAnswer(500, body)))
  expect(await failureOf(proxy)).toEqual({ status: 502, code: 'upstream_error' })
})

test('HTML error page: 502, nothing of the page quoted', async () => {
  const page = '<html><body>evil host</body></html>'
  const { proxy } = await start(sends(wholeAnswer(500, page, { 'content-type': 'text/html' })))
  expect(await failureOf(proxy)).toEqual({ status: 502, code: 'upstream_error' })
})

describe('compressed although it was asked not to be', () => {
  const gzip = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
  test.each([
    ['gzip’d error', gzipSync('{"error":{"message":"evil"}}')],
    ['false gzip', 'not gzip at all'],
    ['gzip bomb', gzipSync(Buffer.alloc(64 << 20))],
  ])('%s: JSON of our own', async (_name, body) => {
    const { proxy } = await start(sends(wholeAnswer(500, body, gzip)))
    expect(await failureOf(proxy)).toEqual({ status: 502, code: 'upstream_error' })
  })
})

describe('error that quotes the key', () => {
  const key = keys.OPENAI_API_KEY
  test('in its body and its headers: redacted', async () => {
    const body = JSON.stringify({ error: { message: `Bad value near ${key}` } })
    const { proxy } = await start(sends(wholeAnswer(422, body, { 'x-echo': key })))
    expect(await failureOf(proxy)).toEqual({ status: 400, code: 'invalid_request' })
  })

  test('in an event: redacted', async () => {
    const event = `data: ${JSON.stringify({ error: { message: `Bad key ${key}` } })}\n\n`
    const { proxy } = await start(sends(stream(textChunk('so far'), event)))
    const page = await askWhole(proxy)
    const client = await completionBytes(proxy)
    expect(`${page.middle}${JSON.stringify(page.end)}${client}`).not.toContain('canary')
    expect(page.end.outcome).toBe('error')
    expect(splitError(client).before.toString()).toContain('so far')
  })
})

test.each([
  [
    'slow first byte',
    (socket: Socket) => setTimeout(() => socket.write(stream(textChunk('all') + goodEnd)), 200),
  ],
  [
    'slow first event',
    (socket: Socket) => {
      socket.write(streamHead)
      setTimeout(() => socket.write(hex(textChunk('all') + goodEnd)), 200)
    },
  ],
])('%s: all the text', async (_name, answer) => {
  const { proxy } = await start((socket) => void answer(socket))
  expect(await textOf(proxy)).toBe(textChunk('all') + goodEnd)
})

test.each([
  ['never a first byte', ''],
  ['half a header block', 'HTTP/1.1 200 OK\r\ncontent-type: text/'],
])('%s: 504, upstream closed', async (_name, bytes) => {
  const { proxy, upstream } = await start(sends(bytes))
  expect(await failureOf(proxy)).toEqual({ status: 504, code: 'upstream_timeout' })
  await upstream.closed()
})

test('head, then silence: error event, upstream closed', async () => {
  const { proxy, upstream } = await start(sends(streamHead))
  expect((await askWhole(proxy)).end.error?.code).toBe('upstream_timeout')
  expect(splitError(await completionBytes(proxy)).error.code).toBe('upstream_timeout')
  await upstream.closed()
})

test.each<[string, (socket: Socket) => void]>([
  ['FIN instead of an answer', (socket) => socket.end()],
  ['RST instead of an answer', (socket) => socket.resetAndDestroy()],
  ['not HTTP', (socket) => socket.end('SSH-2.0-OpenSSH\r\n')],
  ['huge headers', sends(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(300_000)}\r\n\r\n`)],
  ['bad header characters', sends('HTTP/1.1 200 OK\r\nx\0y: \x01\r\ncontent-length: 0\r\n\r\n')],
  ['a redirect', sends(wholeAnswer(302, '', { location: 'http://evil.example/' }))],
  [
    '101 unasked',
    sends('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
  ],
  ['204', sends('HTTP/1.1 204 No Content\r\n\r\n')],
  ['empty 200', sends(wholeAnswer(200, '', {}))],
  ['200 with HTML', sends(wholeAnswer(200, '<html>evil', { 'content-type': 'text/html' }))],
])('%s: 502', async (_name, answer) => {
  const { proxy } = await start(answer)
  expect(await failureOf(proxy)).toEqual({ status: 502, code: 'upstream_error' })
})

test.each([102, 103])('%d before the answer: all the text', async (status) => {
  const bytes = stream(textChunk('all') + goodEnd)
  const { proxy } = await start(
    sends(Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Early\r\nlink: x\r\n\r\n`), bytes])),
  )
  expect(await textOf(proxy)).toBe(textChunk('all') + goodEnd)
})

test('an unasked 100 before the answer: all the text, or an error', async () => {
  const bytes = stream(textChunk('all') + goodEnd)
  const { proxy } = await start(
    sends(Buffer.concat([Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'), bytes])),
  )
  expect([200, 502]).toContain((await askCompletion(proxy)).status)
})

test.each([
  ['CRLF', textChunk('a') + textChunk('b') + goodEnd, '\r\n'],
  ['CR', textChunk('a') + textChunk('b') + goodEnd, '\r'],
])('%s streams: all the text', async (_name, text, lineEnd) => {
  const sent = text.replaceAll('\n', lineEnd)
  const { proxy } = await start(sends(stream(sent)))
  expect(await textOf(proxy)).toBe(sent)
})

const chunk = (content: string): string => textChunk(content).slice('data: '.length, -2)

test.each([
  [
    'mixed line ends',
    `data: ${chunk('a')}\r\n\r\ndata: ${chunk('b')}\r\rdata: ${chunk('c')}\n\r\n${goodEnd}`,
  ],
  ['no space after the colon', (textChunk('a') + goodEnd).replaceAll('data: ', 'data:')],
  [
    'extra fields',
    `event: message\nid: 7\nretry: 10\nfoo: bar\nfoo\ndata: ${chunk('a')}\n\n${goodEnd}`,
  ],
  ['comments', `: OPENROUTER PROCESSING\n\n:\n\ndata: ${chunk('a')}\n: in between\n\n${goodEnd}`],
  ['multi-line data', `data: {"choices":\ndata: [{"delta":{"content":"a"}}]}\n\n${goodEnd}`],
  [
    'odd but legal chunks',
    `data: {"choices":[]}\n\ndata: {"choices":[{"delta":null}]}\n\ndata: {"choices":null}\n\ndata: {}\n\n${textChunk('a')}${goodEnd}`,
  ],
  ['a line of 15 MiB', textChunk('y'.repeat(15 << 20)) + goodEnd],
])('%s: all the text', async (_name, text) => {
  const { proxy } = await start(sends(stream(text)), { env: { ...quick, IDLE_TIMEOUT_MS: '5000' } })
  expect(await textOf(proxy)).toBe(text)
})

test('BOM: all the text, and the mark is left out, as our event comes before it', async () => {
  const text = textChunk('a') + goodEnd
  for (const cut of [0, 1, 2, 3]) {
    const bytes = Buffer.from(`\uFEFF${text}`)
    const { proxy } = await start((socket) => {
      socket.write(streamHead)
      if (cut > 0) socket.write(hex(bytes.subarray(0, cut)))
      setTimeout(
        () => socket.write(Buffer.concat([hex(bytes.subarray(cut)), Buffer.from('0\r\n\r\n')])),
        20,
      )
    })
    expect(await textOf(proxy)).toBe(text)
  }
})

test('usage is kept', async () => {
  const usage = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 }
  const { proxy } = await start(
    sends(
      stream(
        `${textChunk('a')}${textChunk('', { finish_reason: 'stop' })}data: {"choices":[],"usage":${JSON.stringify(usage)}}\n\ndata: [DONE]\n\n`,
      ),
    ),
  )
  expect((await askWhole(proxy)).end.receipt).toMatchObject({
    usage: { totalTokens: 7 },
    usageIs: 'reported',
  })
})

test('UTF-8 and CRLF cut over packets, at every byte: all the text', async () => {
  const text = `data: {"choices":[{"delta":{"content":"é🎫世"}}]}\r\n\r\n${goodEnd}`
  const bytes = Buffer.from(text)
  let cut = 0
  const { proxy } = await start((socket) => {
    socket.setNoDelay(true)
    socket.write(Buffer.concat([Buffer.from(streamHead), hex(bytes.subarray(0, cut))]))
    setImmediate(() =>
      socket.write(Buffer.concat([hex(bytes.subarray(cut)), Buffer.from('0\r\n\r\n')])),
    )
  })
  for (cut = 1; cut < bytes.length; cut += 1) {
    expect((await completionBytes(proxy)).toString()).toBe(text)
    expect((await askWhole(proxy)).middle.toString()).toBe(text)
  }
})

describe('in the middle', () => {
  const soFar = textChunk('so far')
  const cutCharacter = Buffer.from(`data: {"choices":[{"delta":{"content":"é`).subarray(0, -1)
  test.each<[string, (socket: Socket) => void, string]>([
    [
      'stall',
      (socket) => socket.write(Buffer.concat([Buffer.from(streamHead), hex(soFar)])),
      'upstream_timeout',
    ],
    [
      'RST',
      (socket) => {
        socket.write(Buffer.concat([Buffer.from(streamHead), hex(soFar)]))
        setTimeout(() => socket.resetAndDestroy(), 50)
      },
      'interrupted',
    ],
    [
      'FIN',
      (socket) => socket.end(Buffer.concat([Buffer.from(streamHead), hex(soFar)])),
      'interrupted',
    ],
    [
      'bad chunk size',
      sends(Buffer.concat([Buffer.from(streamHead), hex(soFar), Buffer.from('zz\r\n')])),
      'interrupted',
    ],
    [
      'short length',
      (socket) =>
        socket.end(
          `HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 9999\r\n\r\n${soFar}`,
        ),
      'interrupted',
    ],
    [
      'cut inside a character',
      (socket) =>
        socket.end(Buffer.concat([Buffer.from(streamHead), hex(soFar), hex(cutCharacter)])),
      'interrupted',
    ],
    ['cut inside JSON', sends(stream(`${soFar}data: {"choi`)), 'interrupted'],
    ['good end without [DONE] or finish_reason', sends(stream(soFar)), 'interrupted'],
  ])('%s: error event, the text so far is a prefix', async (_name, answer, code) => {
    const { proxy } = await start(answer)
    const page = await askWhole(proxy)
    expect(page.middle.toString().startsWith(soFar)).toBe(true)
    expect(page.end).toMatchObject({ outcome: 'interrupted', error: { code } })
    const client = splitError(await completionBytes(proxy))
    expect(client.before.toString()).toBe(soFar)
    expect(client.error.code).toBe(code)
  })

  const failure = '{"error":{"message":"Overloaded","type":"overloaded_error"}}'
  test.each([
    ['plain', `data: ${failure}\n\n`],
    ['named', `event: error\ndata: ${failure}\n\n`],
    ['plain, then [DONE]', `data: ${failure}\n\ndata: [DONE]\n\n`],
    ['named, then [DONE]', `event: error\ndata: ${failure}\n\ndata: [DONE]\n\n`],
    [
      'as finish reason, then [DONE]',
      `${textChunk('', { finish_reason: 'overloaded_error' })}data: [DONE]\n\n`,
    ],
  ])('error event mid-stream, %s: error event, and nothing like success', async (_name, events) => {
    const { proxy } = await start(sends(stream(soFar + events)))
    expect((await askWhole(proxy)).end).toMatchObject({
      outcome: 'error',
      error: { code: 'overloaded' },
    })
    const { before, error } = splitError(await completionBytes(proxy))
    expect(error.code).toBe('overloaded')
    expect(before.toString()).not.toContain('[DONE]')
  })

  test.each([
    ['payload that is not JSON', 'data: not json\n\ndata: \n\n'],
    ['JSON that is not an object', 'data: null\n\ndata: 42\n\ndata: "x"\n\ndata: []\n\n'],
  ])('%s: skipped when the end is read', async (_name, events) => {
    const { proxy } = await start(sends(stream(soFar + events + goodEnd)))
    expect((await askWhole(proxy)).end.outcome).toBe('complete')
    expect((await completionBytes(proxy)).toString()).toBe(soFar + events + goodEnd)
  })

  test.each([
    [
      'invalid UTF-8',
      Buffer.concat([
        Buffer.from('data: {"choices":[{"delta":{"content":"'),
        Buffer.from([0xff, 0xfe, 0xc3]),
        Buffer.from('"}}]}\n\n'),
      ]),
    ],
    ['random bytes', Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256))],
  ])('%s: ends, as it was sent', async (_name, bytes) => {
    const { proxy } = await start(sends(stream(bytes, `\n\n${goodEnd}`)))
    const { middle, end } = await askWhole(proxy)
    expect(middle.subarray(0, bytes.length).equals(bytes)).toBe(true)
    expect(end.outcome).toBe('complete')
    expect((await completionBytes(proxy)).subarray(0, bytes.length).equals(bytes)).toBe(true)
  })
})

describe('after [DONE]', () => {
  const text = textChunk('all') + goodEnd
  test('the socket stays open: ends, and the socket is released', async () => {
    const { proxy, upstream } = await start(
      sends(Buffer.concat([Buffer.from(streamHead), hex(text)])),
      { env: { RATE_LIMIT_PER_MINUTE: '0' } },
    )
    expect(await textOf(proxy)).toBe(text)
    await upstream.closed()
  })

  test('data without end: ends all the same', async () => {
    const { proxy, upstream } = await start((socket) => {
      socket.write(Buffer.concat([Buffer.from(streamHead), hex(text)]))
      const more = setInterval(() => socket.write(hex(': more\n\n')), 20)
      socket.on('close', () => clearInterval(more))
    })
    expect((await askWhole(proxy)).end.outcome).toBe('complete')
    expect((await completionBytes(proxy)).toString()).toMatch(/\[DONE\]\n\n(?:: more\n\n)*$/)
    await upstream.closed()
  })
})

test('JSON answer although a stream was asked: turned into a stream', async () => {
  const body = '{"choices":[{"message":{"content":"all"},"finish_reason":"stop"}]}'
  const { proxy } = await start(sends(wholeAnswer(200, body)))
  const { middle, end } = await askWhole(proxy)
  expect(middle.toString()).toContain('"delta":{"content":"all"}')
  expect(end.outcome).toBe('complete')
  expect((await completionBytes(proxy)).toString()).toBe(middle.toString())
})

test('hostile answer headers: none passed on', async () => {
  const hostile = [
    'set-cookie: a=b',
    'access-control-allow-origin: *',
    'content-security-policy: default-src *',
    'strict-transport-security: max-age=0',
    'connection: x-hop',
    'x-hop: 1',
    'refresh: 0; url=http://evil.example',
    'server: evil',
    'x-portkey-trace-id: evil',
  ].join('\r\n')
  const bytes = stream(goodEnd).toString('latin1').replace('\r\n', `\r\n${hostile}\r\n`)
  const { proxy } = await start(sends(bytes))
  for (const response of [
    await askCompletion(proxy),
    await fetch(`${proxy.url}/api/ai/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ provider: 'openai', messages: [{ role: 'user', content: 'x' }] }),
    }),
  ]) {
    await response.text()
    expect(JSON.stringify([...response.headers])).not.toMatch(
      /set-cookie|access-control|security-policy|transport-security|x-hop|refresh|evil/i,
    )
  }
})

describe('pooled socket closed at reuse: at least 9 in 10 answered', () => {
  test.each<[string, (socket: Socket) => void]>([
    ['FIN', (socket) => socket.end()],
    ['RST', (socket) => socket.resetAndDestroy()],
    ['FIN just after the answer', (socket) => socket.end()],
  ])('%s', async (name, end) => {
    const { proxy, upstream } = await start((socket, _request, onSocket) => {
      if (onSocket > 1) return end(socket)
      socket.write(stream(goodEnd))
      if (name.endsWith('answer')) setTimeout(() => end(socket), 1)
    })
    let answered = 0
    for (let count = 0; count < 40; count += 1) {
      const response = await askCompletion(proxy)
      const text = await response.text()
      if (response.status === 200 && text.endsWith('[DONE]\n\n')) answered += 1
    }
    expect(answered).toBeGreaterThanOrEqual(36)
    expect(upstream.connections).toBeGreaterThan(1)
  })
})
