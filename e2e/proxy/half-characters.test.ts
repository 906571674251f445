import { afterAll, beforeAll, expect, test } from 'vitest'
import { askCompletion, completionQuestion } from './completions-harness.ts'
import {
  ask,
  goodEnd,
  startProxy,
  startStream,
  startUpstream,
  type Proxy,
  type Upstream,
} from './harness.ts'

let upstream: Upstream
let proxy: Proxy

beforeAll(async () => {
  upstream = await startUpstream((response) => {
    startStream(response)
    response.end(goodEnd)
  })
  proxy = await startProxy(upstream.url)
})
afterAll(async () => {
  await proxy.close()
  await upstream.close()
})

const messages = [{ role: 'user', content: 'cut here: \ud83d, \ude00 and 😀' }]

// Anthropic and Groq refuse an escaped half of a surrogate pair with a 400.
test.each([
  ['the page', () => ask(proxy, { body: { provider: 'groq', messages } })],
  ['the OpenAI door', () => askCompletion(proxy, { body: { ...completionQuestion, messages } })],
])('half a character from %s does not reach upstream', async (_door, send) => {
  const next = upstream.next()
  await (await send()).arrayBuffer()
  const { body } = await next
  expect(body).not.toMatch(/\\ud[89a-f]/)
  expect(body).toContain(String.raw`cut here: \ufffd, \ufffd and 😀`)
})
