import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterEach, expect, test, vi } from 'vitest'
import { proxiedBody, runId } from './__fixtures__/recorded.ts'
import type { ChatEvent } from './chat-events.ts'
import { createPortkeyClient, type PortkeyClient } from './portkey-client.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

const servers: Server[] = []
const question = {
  provider: 'openai' as const,
  messages: [{ role: 'user' as const, content: 'hi' }],
}

afterEach(() => {
  vi.useRealTimers()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function clientOf(handler: Handler): Promise<PortkeyClient> {
  const server = createServer(handler)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return createPortkeyClient({
    baseUrl: `http://127.0.0.1:${address.port}/api/ai`,
    wait: async () => {},
  })
}

async function collect(events: AsyncIterable<ChatEvent>): Promise<ChatEvent[]> {
  const all: ChatEvent[] = []
  for await (const event of events) all.push(event)
  return all
}

function textOf(events: readonly ChatEvent[]): string {
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')
}

function stream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
}

function signalled(): { happened: Promise<void>; signal: () => void } {
  const target = new EventTarget()
  const happened = new Promise<void>((resolve) => {
    target.addEventListener('signal', () => resolve())
  })
  return { happened, signal: () => target.dispatchEvent(new Event('signal')) }
}

const body = Buffer.from(proxiedBody('openai-utf8split'))
const runEnds = body.indexOf('\n\n') + 2

function afterOf(request: IncomingMessage): number {
  return Number(new URL(request.url ?? '/', 'http://test').searchParams.get('after'))
}

test('a reply is yielded from its run to its end', async () => {
  let sent = ''
  const client = await clientOf((request, response) => {
    request.on('data', (chunk) => (sent += chunk))
    stream(response)
    response.end(body)
  })
  const events = await collect(client.streamChat(question))
  // The page wants to hear of a wait while it lasts.
  expect(JSON.parse(sent)).toEqual({ ...question, early: true })
  expect(events.map((event) => event.type)).toEqual(['run', 'answering-model', 'text-delta', 'end'])
  expect(events.at(-1)).toMatchObject({ outcome: 'complete', receipt: { traceId: 'trace-1' } })
})

test('wherever the connection breaks, no character is missing or doubled', async () => {
  let cutAt = 0
  const client = await clientOf((request, response) => {
    stream(response)
    if (request.method === 'POST') response.write(body.subarray(0, cutAt), () => response.destroy())
    else response.end(body.subarray(afterOf(request)))
  })
  for (cutAt = runEnds; cutAt < body.length; cutAt += 3) {
    const events = await collect(client.streamChat(question))
    expect(textOf(events)).toBe('héllo 🎫 世界')
    expect(events.at(-1)).toMatchObject({ type: 'end', outcome: 'complete' })
    expect(events.filter((event) => event.type === 'end')).toHaveLength(1)
  }
})

test('a connection that breaks again and again is picked up while it brings something', async () => {
  const client = await clientOf((request, response) => {
    stream(response)
    const from = request.method === 'POST' ? 0 : afterOf(request)
    const next = body.indexOf('\n\n', from) + 2
    response.write(body.subarray(from, next), () => response.destroy())
  })
  expect(textOf(await collect(client.streamChat(question)))).toBe('héllo 🎫 世界')
})

test('a reply whose proxy is gone for good is interrupted after a bounded number of attempts', async () => {
  let attempts = 0
  const client = await clientOf((request, response) => {
    attempts += 1
    if (request.method !== 'POST') {
      response.destroy()
      return
    }
    stream(response)
    response.write(body.subarray(0, runEnds + 400), () => response.destroy())
  })
  const events = await collect(client.streamChat(question))
  expect(attempts).toBe(36)
  expect(events.at(-1)).toMatchObject({ outcome: 'interrupted', error: { code: 'interrupted' } })
})

test('a connection that has died without a word is given up and picked up elsewhere', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
  const from = body.indexOf('event: end')
  const client = await clientOf((request, response) => {
    stream(response)
    if (request.method === 'POST') response.write(body.subarray(0, from))
    else response.end(body.subarray(afterOf(request)))
  })
  const events: ChatEvent[] = []
  for await (const event of client.streamChat(question)) {
    events.push(event)
    if (event.type === 'text-delta') void vi.advanceTimersByTimeAsync(60_000)
  }
  expect(events.map(({ type }) => type).slice(2)).toEqual([
    'text-delta',
    'reconnecting',
    'connected',
    'end',
  ])
  expect(textOf(events)).toBe('héllo 🎫 世界')
  expect(events.at(-1)).toMatchObject({ outcome: 'complete' })
})

test('an expired run is interrupted, with the text so far', async () => {
  const client = await clientOf((request, response) => {
    if (request.method !== 'POST') {
      response.writeHead(404).end()
      return
    }
    stream(response)
    response.end(body.subarray(0, body.indexOf('event: end')))
  })
  const events = await collect(client.streamChat(question))
  expect(textOf(events)).toBe('héllo 🎫 世界')
  expect(events.at(-1)).toMatchObject({ type: 'end', outcome: 'interrupted' })
})

test('a stream that closes before its run event cannot be resumed', async () => {
  const client = await clientOf((_, response) => {
    stream(response)
    response.end('data: {"choices":[{"delta":{"content":"Hel"}}]}\n\n')
  })
  const events = await collect(client.streamChat(question))
  expect(events.map((event) => event.type)).toEqual(['text-delta', 'end'])
  expect(events.at(-1)).toMatchObject({ outcome: 'interrupted' })
})

test('a run is followed from the byte that was reached', async () => {
  const asked: string[] = []
  const client = await clientOf((request, response) => {
    asked.push(request.url ?? '')
    stream(response)
    response.end(body.subarray(afterOf(request)))
  })
  const events = await collect(client.followRun(runId, { after: runEnds }))
  expect(asked).toEqual([`/api/ai/runs/${runId}?after=${runEnds}`])
  expect(events.map((event) => event.type)).toEqual(['answering-model', 'text-delta', 'end'])
})

test.each([
  [
    'the shape of the contract',
    429,
    'application/json',
    JSON.stringify({
      error: {
        message: 'Wait.',
        type: 't',
        code: 'rate_limited',
        retryable: true,
        retryAfterMs: 5,
      },
    }),
    { code: 'rate_limited', message: 'Wait.', retryAfterMs: 5, status: 429 },
  ],
  ['a page of HTML', 502, 'text/html', '<h1>Bad</h1>', { code: 'upstream_error', status: 502 }],
  ['JSON of another shape', 401, 'application/json', '{"status":"no"}', { code: 'unauthorized' }],
  ['JSON that is none', 500, 'application/json', '{"err', { code: 'upstream_error' }],
  ['nothing', 413, 'text/plain', '', { code: 'payload_too_large', retryable: false }],
  ['a success that is no stream', 200, 'text/html', '<h1>Hi</h1>', { code: 'upstream_error' }],
])('an answer with %s becomes one error', async (_, status, type, text, error) => {
  const client = await clientOf((_, response) => {
    response.writeHead(status, { 'content-type': type, 'retry-after': '5' }).end(text)
  })
  const events = await collect(client.streamChat(question))
  expect(events).toHaveLength(1)
  expect(events[0]).toMatchObject({ type: 'end', outcome: 'error', error })
})

test('Retry-After is kept when the body says nothing', async () => {
  const client = await clientOf((_, response) => {
    response.writeHead(429, { 'retry-after': '7' }).end()
  })
  const events = await collect(client.streamChat(question))
  expect(events[0]).toMatchObject({ error: { code: 'rate_limited', retryAfterMs: 7000 } })
})

test('no server at all is an error in words', async () => {
  const client = createPortkeyClient({ baseUrl: 'http://127.0.0.1:1/api/ai' })
  const events = await collect(client.streamChat(question))
  expect(events[0]).toMatchObject({ outcome: 'error', error: { code: 'upstream_unreachable' } })
})

test('aborting before the answer starts closes the request and ends as stopped', async () => {
  const closed = signalled()
  const arrived = signalled()
  const client = await clientOf((_, response) => {
    response.on('close', closed.signal)
    arrived.signal()
  })
  const controller = new AbortController()
  const events = collect(client.streamChat(question, { signal: controller.signal }))
  await arrived.happened
  controller.abort()
  expect(await events).toEqual([{ type: 'end', outcome: 'stopped' }])
  await closed.happened
})

test('aborting in the middle closes the connection and does not reconnect', async () => {
  const closed = signalled()
  let requests = 0
  const client = await clientOf((_, response) => {
    requests += 1
    response.on('close', closed.signal)
    stream(response)
    response.write(body.subarray(0, body.indexOf('event: end')))
  })
  const controller = new AbortController()
  const events: ChatEvent[] = []
  for await (const event of client.streamChat(question, { signal: controller.signal })) {
    events.push(event)
    if (event.type === 'text-delta') controller.abort()
  }
  expect(events.at(-1)).toEqual({ type: 'end', outcome: 'stopped' })
  await closed.happened
  expect(requests).toBe(1)
})

test('an event without an end is refused before it fills the memory', async () => {
  const client = await clientOf((_, response) => {
    stream(response)
    response.write(body.subarray(0, runEnds))
    response.end(`data: ${'x'.repeat(1_100_000)}`)
  })
  const events = await collect(client.streamChat(question))
  expect(events.at(-1)).toMatchObject({ outcome: 'interrupted' })
})

test('stopping says whether the proxy heard it', async () => {
  const asked: string[] = []
  const client = await clientOf((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.writeHead(asked.length === 1 ? 204 : 500).end()
  })
  expect(await client.stopRun(runId)).toBe(true)
  expect(await client.stopRun(runId)).toBe(false)
  expect(asked[0]).toBe(`DELETE /api/ai/runs/${runId}`)
  const nowhere = createPortkeyClient({ baseUrl: 'http://127.0.0.1:1' })
  expect(await nowhere.stopRun(runId)).toBe(false)
})

test.each([
  [200, {}, { state: 'sent' }],
  [501, { error: { message: 'Not here.' } }, { state: 'here' }],
  [502, {}, { state: 'unsent', problem: 'The assistant is not available (502). Try again.' }],
])('a mark that is answered with %d', async (status, body, result) => {
  const sent: unknown[] = []
  const client = createPortkeyClient({
    fetch: async (url, init) => {
      sent.push([url, init?.body])
      return Response.json(body, { status })
    },
  })
  expect(await client.sendFeedback('trace-1', -10)).toEqual(result)
  expect(sent).toEqual([['/api/ai/feedback', '{"traceId":"trace-1","value":-10}']])
})

test('a provider list of another shape is refused', async () => {
  const client = await clientOf((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"providers":1}')
  })
  await expect(client.listProviders()).rejects.toThrow(/upstream/)
})

test('while nobody answers, the id in the head is told, and the reply is found by it', async () => {
  const comment = ': waiting\n'
  const asked: (string | undefined)[] = []
  const client = await clientOf((request, response) => {
    asked.push(request.url)
    if (request.method === 'POST') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'x-askdesk-run': runId })
      response.write(comment, () => response.destroy())
      return
    }
    stream(response)
    response.end(body)
  })
  const events = await collect(client.streamChat(question))
  expect(events[0]).toEqual({ type: 'waiting', runId })
  // The comment ended no event, so reading goes on from the beginning.
  expect(asked[1]).toBe(`/api/ai/runs/${runId}?after=0`)
  expect(events.filter(({ type }) => type === 'waiting')).toHaveLength(1)
  expect(events.at(-1)).toMatchObject({ type: 'end', outcome: 'complete' })
})

test.each([
  ['1500', 1500],
  ['0', 0],
  ['soon', undefined],
  ['-1', undefined],
])('a busy provider that is waited for is told with the time: %s', async (header, forMs) => {
  const client = await clientOf((_request, response) => {
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'x-askdesk-run': runId,
      'x-askdesk-waits-ms': header,
    })
    response.end(`: waiting\n${body.toString()}`)
  })
  const events = await collect(client.streamChat(question))
  expect(events[0]).toEqual({ type: 'waiting', runId, forMs })
  expect(textOf(events)).toBe('héllo 🎫 世界')
})
