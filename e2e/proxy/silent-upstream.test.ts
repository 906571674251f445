import type { ServerResponse } from 'node:http'
import { errorBodySchema } from '@askdesk/contracts'
import { describe, expect, test, type TestContext } from 'vitest'
import {
  ask,
  goodEnd,
  keys,
  question,
  readerOf,
  readUntil,
  split,
  startProxy,
  startStream,
  startUpstream,
  textChunk,
  type AskOptions,
  type Proxy,
  type Seen,
} from './harness.ts'

type Held = { readonly seen: Seen; readonly response: ServerResponse }
type Rig = { readonly proxy: Proxy; readonly asked: () => Promise<Held> }

/** An upstream that says nothing until the test does. */
async function startSilent(
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  env: Record<string, string> = {},
): Promise<Rig> {
  const arrived: Held[] = []
  const waiting: ((held: Held) => void)[] = []
  const upstream = await startUpstream((response, seen) => {
    const next = waiting.shift()
    if (next) next({ response, seen })
    else arrived.push({ response, seen })
  })
  const proxy = await startProxy(upstream.url, env)
  onTestFinished(async () => {
    await proxy.close()
    await upstream.close()
  })
  const asked = (): Promise<Held> => {
    const held = arrived.shift()
    return held ? Promise.resolve(held) : new Promise((resolve) => waiting.push(resolve))
  }
  return { proxy, asked }
}

/** Asks, and waits for the head that is a sign of life. */
async function askSilent({ proxy }: Rig, options?: AskOptions) {
  const response = await ask(proxy, options)
  const reader = readerOf(response)
  const first = await readUntil(reader, ': waiting\n')
  const rest = async (): Promise<Buffer> => {
    const pieces = [first]
    for (let next = await reader.read(); !next.done; next = await reader.read())
      pieces.push(Buffer.from(next.value))
    return Buffer.concat(pieces)
  }
  return { response, runId: response.headers.get('x-askdesk-run') ?? '', reader, first, rest }
}

const readRun = (proxy: Proxy, runId: string, after = 0): Promise<Response> =>
  fetch(`${proxy.url}/api/ai/runs/${runId}?after=${after}`)

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error: { message: 'no', type: 'x' } }))
}

const patience = 60_000

describe.concurrent('upstream is silent for ten seconds', () => {
  test(
    'then answers: the head names the run, `run` is the first event, comments count',
    { timeout: patience },
    async (context) => {
      const rig = await startSilent(context)
      const pending = askSilent(rig)
      const { response } = await rig.asked()
      const early = await pending
      expect(early.response.status).toBe(200)
      expect(early.first.toString()).toBe(': waiting\n')
      startStream(response)
      response.end(textChunk(`late but whole ${keys.OPENAI_API_KEY}`) + goodEnd)
      const body = await early.rest()
      const { run, middle, end } = split(body)
      expect(run.runId).toBe(early.runId)
      expect(end.outcome).toBe('complete')
      const hidden = '*'.repeat(keys.OPENAI_API_KEY.length)
      expect(middle.toString()).toBe(textChunk(`late but whole ${hidden}`) + goodEnd)
      for (const after of [0, 5, 10, 60]) {
        const again = await readRun(rig.proxy, early.runId, after)
        expect(Buffer.from(await again.arrayBuffer())).toEqual(body.subarray(after))
      }
    },
  )

  test.for([
    ['429', (response: ServerResponse) => refuse(response, 429), 'rate_limited'],
    ['500', (response: ServerResponse) => refuse(response, 500), 'upstream_error'],
    ['a cut', (response: ServerResponse) => response.destroy(), 'upstream_error'],
  ] as const)(
    'then ends with %s: told in `end`',
    { timeout: patience },
    async ([, fail, code], context) => {
      const rig = await startSilent(context)
      const pending = askSilent(rig)
      const { response } = await rig.asked()
      const early = await pending
      fail(response)
      const { run, middle, end } = split(await early.rest())
      expect(run.runId).toBe(early.runId)
      expect(middle.toString()).toBe('')
      expect(end).toMatchObject({ outcome: 'error', error: { code, provider: 'openai' } })
      expect(end.receipt).toMatchObject({ ttftMs: null, answeredBy: { provider: 'openai' } })
      expect(end.receipt.cost).toBeUndefined()
    },
  )

  test(
    'and for too long: the time-out is told in `end`',
    { timeout: patience },
    async (context) => {
      const rig = await startSilent(context, { FIRST_BYTE_TIMEOUT_MS: '12000' })
      const { rest } = await askSilent(rig)
      expect(split(await rest()).end).toMatchObject({
        outcome: 'error',
        error: { code: 'upstream_timeout' },
      })
    },
  )

  test('and is stopped by the id in the head', { timeout: patience }, async (context) => {
    const rig = await startSilent(context)
    const pending = askSilent(rig)
    const { seen } = await rig.asked()
    const { runId, rest } = await pending
    const stop = await fetch(`${rig.proxy.url}/api/ai/runs/${runId}`, { method: 'DELETE' })
    expect(stop.status).toBe(204)
    await seen.closed
    const { end } = split(await rest())
    expect(end.outcome).toBe('stopped')
    expect(end.error).toBeUndefined()
  })

  test(
    'and the reader leaves and comes back before it answers',
    { timeout: patience },
    async (context) => {
      const rig = await startSilent(context)
      const pending = askSilent(rig)
      const { response } = await rig.asked()
      const { runId, reader, first } = await pending
      await reader.cancel()
      const back = readRun(rig.proxy, runId, first.length)
      startStream(response)
      response.end(textChunk('still here') + goodEnd)
      const body = Buffer.concat([first, Buffer.from(await (await back).arrayBuffer())])
      expect(split(body).middle.toString()).toBe(textChunk('still here') + goodEnd)
    },
  )

  test(
    'and the reader leaves for good: the question is ended',
    { timeout: patience },
    async (context) => {
      const rig = await startSilent(context, { RESUME_WINDOW_MS: '300' })
      const pending = askSilent(rig)
      const { seen } = await rig.asked()
      const { runId, reader } = await pending
      await reader.cancel()
      await seen.closed
      const { end } = split(Buffer.from(await (await readRun(rig.proxy, runId)).arrayBuffer()))
      expect(end.outcome).toBe('stopped')
    },
  )

  test('then fails, and another provider answers', { timeout: patience }, async (context) => {
    const rig = await startSilent(context)
    const body = { ...question, fallback: ['groq'] }
    const pending = askSilent(rig, { body })
    const first = await rig.asked()
    const early = await pending
    refuse(first.response, 503)
    const second = await rig.asked()
    startStream(second.response)
    second.response.end(textChunk('from the other') + goodEnd)
    const { run, end } = split(await early.rest())
    expect(run).toMatchObject({
      runId: early.runId,
      provider: 'openai',
      routedProvider: 'groq',
      reason: 'fallback',
    })
    expect(end.outcome).toBe('complete')
    expect(end.receipt.attempts).toEqual([
      { provider: 'openai', model: 'gpt-4.1', code: 'overloaded' },
    ])
  })

  test(
    'but for comments, while the stream is held back for another provider',
    { timeout: patience },
    async (context) => {
      const rig = await startSilent(context)
      const body = { ...question, fallback: ['groq'] }
      const pending = askSilent(rig, { body })
      const { response } = await rig.asked()
      startStream(response)
      const busy = setInterval(() => response.write(': PROCESSING\n\n'), 1000)
      const early = await pending
      clearInterval(busy)
      response.end(textChunk('now') + goodEnd)
      const { run, middle, end } = split(await early.rest())
      expect(run).toMatchObject({ runId: early.runId, routedProvider: 'openai' })
      expect(middle.toString()).toContain(textChunk('now'))
      expect(end.outcome).toBe('complete')
    },
  )

  test(
    'then sends more than a stalled reader takes: upstream waits, no byte is lost',
    { timeout: patience },
    async (context) => {
      const rig = await startSilent(context)
      const pending = askSilent(rig)
      const { response } = await rig.asked()
      const early = await pending
      startStream(response)
      const word = textChunk('x'.repeat(64 * 1024))
      let written = 0
      // Backpressure: far more than buffers and logs on the way can hold.
      while (written < 1000 && response.write(word)) written += 1
      const before = written
      const wasFull = before < 1000
      const rest = early.rest()
      for (; written < before + 100; written += 1)
        if (!response.write(word))
          await new Promise<void>((drained) => response.once('drain', drained))
      response.end(goodEnd)
      expect(wasFull).toBe(true)
      const { middle, end } = split(await rest)
      expect(middle.length).toBe(Buffer.byteLength(word) * (written + 1) + goodEnd.length)
      expect(end.outcome).toBe('complete')
    },
  )

  test('and the proxy stops: the reader is told', { timeout: patience }, async (context) => {
    const rig = await startSilent(context)
    const early = await askSilent(rig)
    const rest = early.rest()
    await rig.proxy.close()
    expect(split(await rest).end.outcome).toBe('stopped')
  })
})

function complete(proxy: Proxy, stream: boolean): Promise<Response> {
  return fetch(`${proxy.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'openai/gpt-4.1', messages: question.messages, stream }),
  })
}

describe.concurrent('on the OpenAI door', () => {
  test('a comment, then the stream', { timeout: patience }, async (context) => {
    const rig = await startSilent(context)
    const pending = complete(rig.proxy, true)
    const { response } = await rig.asked()
    const answer = await pending
    startStream(response)
    response.end(textChunk('late') + goodEnd)
    expect(await answer.text()).toBe(`: waiting\n${textChunk('late')}${goodEnd}`)
  })

  test('a comment, then `event: error`', { timeout: patience }, async (context) => {
    const rig = await startSilent(context)
    const pending = complete(rig.proxy, true)
    const { response } = await rig.asked()
    const answer = await pending
    expect(answer.status).toBe(200)
    refuse(response, 429)
    const text = await answer.text()
    const [, data = ''] = /^: waiting\nevent: error\ndata: (.*)\n\n$/.exec(text) ?? []
    expect(errorBodySchema.parse(JSON.parse(data)).error.code).toBe('rate_limited')
  })

  test('a client that leaves ends it', { timeout: patience }, async (context) => {
    const rig = await startSilent(context)
    const pending = complete(rig.proxy, true)
    const { seen } = await rig.asked()
    await (await pending).body?.cancel()
    await expect(seen.closed).resolves.toBeUndefined()
  })

  test('an answer in one piece keeps its status', { timeout: patience }, async (context) => {
    const rig = await startSilent(context)
    const pending = complete(rig.proxy, false)
    const { response } = await rig.asked()
    setTimeout(() => refuse(response, 429), 11_000)
    expect((await pending).status).toBe(429)
  })
})
