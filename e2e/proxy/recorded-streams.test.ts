import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTranscript, type Transcript } from '../../apps/proxy/src/testing/transcripts.ts'
import {
  ask,
  keys,
  split,
  startProxy,
  startUpstream,
  type Proxy,
  type Upstream,
} from './harness.ts'

const folder = new URL('../../apps/proxy/src/testing/__fixtures__/', import.meta.url)
const names = readdirSync(folder).map((file) => file.replace('.txt', ''))
const streams = names.filter((name) =>
  (readTranscript(name).headers['content-type'] ?? '').startsWith('text/event-stream'),
)

let upstream: Upstream
let proxy: Proxy
let transcript: Transcript
let pieceBytes = Infinity

beforeAll(async () => {
  upstream = await startUpstream((response) => {
    const {
      'transfer-encoding': _te,
      'content-length': _cl,
      connection: _c,
      'keep-alive': _ka,
      ...headers
    } = transcript.headers
    response.writeHead(transcript.status, headers)
    const bytes = Buffer.from(transcript.body)
    let offset = 0
    const writeNext = (): void => {
      if (offset >= bytes.length) return void response.end()
      response.write(bytes.subarray(offset, offset + pieceBytes))
      offset += pieceBytes
      setImmediate(writeNext)
    }
    writeNext()
  })
  proxy = await startProxy(upstream.url)
})
afterAll(async () => {
  await proxy.close()
  await upstream.close()
})

describe.each([
  ['in one piece', Infinity],
  ['in pieces of 7 bytes', 7],
])('recorded streams %s', (_label, size) => {
  test.each(streams)('%s arrives byte for byte', async (name) => {
    transcript = readTranscript(name)
    pieceBytes = size
    const response = await ask(proxy)
    expect(response.status).toBe(200)
    const { middle, end } = split(Buffer.from(await response.arrayBuffer()))
    const sent = Buffer.from(transcript.body)
    expect(middle.subarray(0, sent.length).equals(sent)).toBe(true)
    // Only what closes an event that was cut may follow.
    expect(middle.subarray(sent.length).toString()).toMatch(/^\n{0,2}$/)
    expect(end.outcome === 'complete' || end.outcome === 'length' || end.error !== undefined).toBe(
      true,
    )
  })
})

test('nothing of the upstream’s headers but what is ours reaches the browser', async () => {
  transcript = readTranscript('openai-ok')
  const response = await ask(proxy)
  await response.arrayBuffer()
  const given = [...response.headers.keys()].toSorted()
  expect(given).toEqual([
    'cache-control',
    'connection',
    'content-type',
    'date',
    'keep-alive',
    'transfer-encoding',
    'vary',
    'x-accel-buffering',
    'x-content-type-options',
  ])
})

test.each(names.filter((name) => !streams.includes(name) && readTranscript(name).status >= 400))(
  '%s is an error in our shape',
  async (name) => {
    transcript = readTranscript(name)
    pieceBytes = Infinity
    const response = await ask(proxy)
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({
      error: {
        message: expect.stringMatching(/^[A-Z].{20,}[.]$/s),
        code: expect.any(String),
        retryable: expect.any(Boolean),
      },
    })
    for (const key of Object.values(keys)) expect(text).not.toContain(key)
    expect(text).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|<html/i)
    expect(response.status).toBeGreaterThanOrEqual(400)
  },
)

test('Retry-After of the upstream is kept, as precisely as it was given', async () => {
  transcript = readTranscript('groq-429')
  const response = await ask(proxy)
  await response.text()
  expect(response.headers.get('retry-after')).toBe('2')
})

test('a reply in one JSON piece is streamed all the same', async () => {
  transcript = readTranscript('openai-json-on-stream')
  pieceBytes = Infinity
  const { middle, end } = split(Buffer.from(await (await ask(proxy)).arrayBuffer()))
  expect(middle.toString()).toContain('"delta":{"content":"not streamed","role":"assistant"}')
  expect(end.outcome).toBe('complete')
})
