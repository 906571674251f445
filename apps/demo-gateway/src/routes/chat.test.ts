import { describe, expect, test } from 'vitest'
import { readFixture } from '../testing/fixture.ts'
import { useGateway } from '../testing/gateway.ts'
import { rawPost } from '../testing/raw-client.ts'
import { chunksOf, eventData, finishReasons, textOf } from '../testing/sse.ts'

const { ask, gateway, url } = useGateway()
const json = { 'content-type': 'application/json' }
const hello = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello' }] }

function post(headers: Record<string, string>, body: string): Promise<Response> {
  return fetch(`${url()}/v1/chat/completions`, { method: 'POST', headers, body })
}

describe('a request is refused as Portkey refuses it', () => {
  test.each([
    ['auth-provider-aws-rejected', { 'x-portkey-provider': 'aws' }],
    ['auth-config-id-rejected-by-oss', { 'x-portkey-config': 'not json' }],
    ['auth-virtual-key-rejected-by-oss', { 'x-portkey-virtual-key': 'v' }],
  ] as const)('%s', async (fixture, headers) => {
    const answer = await post({ ...json, ...headers }, JSON.stringify(hello))
    const recorded = readFixture(fixture)
    expect(answer.status).toBe(recorded.status)
    expect(await answer.text()).toBe(recorded.body)
  })

  test('a body that is not JSON', async () => {
    const answer = await post({ ...json, 'x-portkey-provider': 'openai' }, '{"model":')
    const recorded = readFixture('malformed-json-500')
    expect(answer.status).toBe(recorded.status)
    expect(await answer.text()).toBe(recorded.body)
  })

  test('stream as a string', async () => {
    const answer = await post(
      { ...json, 'x-portkey-provider': 'openai' },
      JSON.stringify({ ...hello, stream: 'true' }),
    )
    const recorded = readFixture('stream-string-true')
    expect(answer.status).toBe(recorded.status)
    expect(answer.headers.get('x-portkey-gateway-exception')).toBe('true')
    expect(await answer.text()).toBe(recorded.body)
  })

  test('another content type', async () => {
    const answer = await post(
      { 'content-type': 'text/plain', 'x-portkey-provider': 'openai' },
      'hi',
    )
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({
      status: 'failure',
      message: 'Invalid content type passed',
    })
  })

  test('Claude without max_tokens', async () => {
    const answer = await post({ ...json, 'x-portkey-provider': 'anthropic' }, JSON.stringify(hello))
    const recorded = readFixture('anthropic-no-max-tokens')
    expect(answer.status).toBe(recorded.status)
    expect(await answer.text()).toBe(recorded.body)
  })

  test('no messages: the provider says so', async () => {
    const answer = await post({ ...json, 'x-portkey-provider': 'groq' }, '{"model":"m"}')
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      error: { message: "groq error: Invalid value for 'messages'." },
      provider: 'groq',
    })
  })

  test.each([
    ['nope', /no demo script “nope”/],
    ['cut after=soon', /needs a number for “after”, not “soon”/],
    ['cut before=3', /does not know “before=3”. Its parameters: after/],
  ])('the script “%s”', async (script, words) => {
    const answer = await ask({ script })
    expect(answer.status).toBe(400)
    expect(answer.body.toString()).toMatch(words)
  })
})

describe('a retired model fails as the provider fails it', () => {
  test.each([
    ['anthropic', 'claude-3-haiku-20240307', 404, 'not_found_error'],
    ['groq', 'llama-3.1-8b-instant', 400, 'model_decommissioned'],
    ['groq', 'mixtral-8x7b-32768', 400, 'model_decommissioned'],
    ['openrouter', 'google/gemini-pro-1.5', 404, 'No endpoints found'],
    ['bedrock', 'us.anthropic.claude-3-haiku-20240307-v1:0', 404, 'end of its life'],
  ] as const)('%s %s', async (family, model, status, words) => {
    const answer = await ask({ family, model })
    expect(answer.status).toBe(status)
    expect(answer.body.toString()).toContain(words)
  })

  test('one that nobody knows is answered', async () => {
    expect((await ask({ family: 'groq', model: 'made-up' })).status).toBe(200)
  })
})

describe('whose stream it is', () => {
  test.each([
    ['@claude-prod', 'anthropic'],
    ['@my-aws', 'anthropic'],
    ['@bedrock-eu', 'bedrock'],
    ['@Groq', 'groq'],
    ['@open-router', 'openrouter'],
    ['@whatever', 'openai'],
  ])('the slug %s plays %s', async (family, expected) => {
    const answer = await ask({ family })
    expect(answer.headers.get('x-portkey-provider')).toEqual([expected])
  })

  test('a slug in front of the model', async () => {
    const answer = await ask({ family: '', model: '@groq-main/openai/gpt-oss-20b' })
    expect(answer.headers.get('x-portkey-provider')).toEqual(['groq'])
    expect(chunksOf(eventData(answer.body))[0]?.model).toBe('openai/gpt-oss-20b')
  })

  test.each([
    ['{"provider":"groq","api_key":"k"}', 'groq', 'config'],
    [
      '{"targets":[{"provider":"openrouter"},{"provider":"openai"}]}',
      'openrouter',
      'config.targets[0]',
    ],
    ['pc-claude-first', 'anthropic', 'config'],
  ])('the config %s', async (config, provider, option) => {
    const answer = await ask({ family: '', headers: { 'x-portkey-config': config } })
    expect(answer.headers.get('x-portkey-provider')).toEqual([provider])
    expect(answer.headers.get('x-portkey-last-used-option-index')).toEqual([option])
  })
})

describe('the script', () => {
  test('is chosen by a marker in the last question, which the answer does not repeat', async () => {
    const answer = await ask({ content: '[[demo:length after=30]] What now?' })
    expect(finishReasons(eventData(answer.body))).toEqual(['length'])
    expect(textOf(eventData(answer.body))).not.toContain('[[demo')
  })

  test.each([
    ['openai', 'openai', 503],
    ['openai', 'groq', 200],
    ['aws', 'anthropic', 503],
    ['aws', 'bedrock', 503],
    ['aws', 'openai', 200],
    ['groq', 'groq', 503],
    ['openrouter', 'openrouter', 503],
    ['openrouter', 'openai', 200],
  ])('only=%s strikes %s: %i', async (only, family, status) => {
    const content = `[[demo: 503 only=${only}]] Hello`
    expect((await ask({ content, family })).status).toBe(status)
  })

  test('is not chosen by a customer: a marker inside a ticket is text', async () => {
    const content =
      '<ticket id="1">\nSubject: x\n\n[2026-11-20 09:12] customer A:\n[[demo:401]]\n</ticket>\nSummarise'
    expect((await ask({ content })).status).toBe(200)
  })

  test('is not chosen by an earlier message', async () => {
    const messages = [
      { role: 'user', content: '[[demo:401]]' },
      { role: 'assistant', content: 'ok' },
      { role: 'user', content: 'go on' },
    ]
    expect((await ask({ body: { messages } })).status).toBe(200)
  })
})

test('max_tokens cuts an answer and says so', async () => {
  const answer = await ask({ body: { max_tokens: 5 }, family: 'anthropic' })
  const events = eventData(answer.body)
  expect(finishReasons(events)).toEqual(['length'])
  expect(chunksOf(events).at(-1)?.usage).toMatchObject({ completion_tokens: 5 })
})

test('not strict, Claude finishes in its own words', async () => {
  const answer = await ask({
    family: 'anthropic',
    headers: { 'x-portkey-strict-open-ai-compliance': 'false' },
  })
  expect(finishReasons(eventData(answer.body))).toEqual(['end_turn'])
  expect(answer.body.toString()).toContain('"content_blocks"')
})

describe('a client that leaves', () => {
  test('stops the generating within a chunk or two', async () => {
    const content = `leaves-early ${'[[demo:slow ms=5]]'}`
    await ask({ content, until: (bytes) => bytes.toString().split('"content":"').length > 3 })
    const left = await gateway().waitForRequest(
      ({ body, state }) => state !== 'open' && JSON.stringify(body).includes('leaves-early'),
    )
    expect(left.state).toBe('client-left')
    const whole = await ask({ content: content.replace(' ms=5', ' ms=0') })
    expect(left.chunksWritten).toBeLessThan(eventData(whole.body).length)
  })

  test('stops a text that nobody reads: writes wait for the reader', async () => {
    await ask({ script: 'endless-line bytes=200000000', until: (bytes) => bytes.length > 500_000 })
    const left = await gateway().waitForRequest(
      ({ script, state }) => script === 'endless-line' && state === 'client-left',
    )
    expect(left.bytesWritten).toBeLessThan(100_000_000)
  })
})

test('a request is recorded with its headers, body, script and end', async () => {
  await rawPost(url(), {
    headers: { 'x-portkey-provider': 'openai', 'x-portkey-metadata': '{"_user":"u1"}' },
    body: JSON.stringify({ ...hello, stream: true, user: 'recorded' }),
  })
  const seen = await gateway().waitForRequest(
    ({ body, state }) => state === 'finished' && JSON.stringify(body).includes('recorded'),
  )
  expect(seen).toMatchObject({
    method: 'POST',
    url: '/v1/chat/completions',
    headers: { 'x-portkey-metadata': '{"_user":"u1"}' },
    body: { user: 'recorded' },
    script: 'normal',
    status: 200,
  })
  expect(gateway().requests()).toContain(seen)
  const shown = await (await fetch(`${url()}/v1/demo/requests`)).json()
  expect(JSON.stringify(shown)).toContain('recorded')
})
