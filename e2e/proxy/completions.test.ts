import type { ServerResponse } from 'node:http'
import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readTranscript } from '../../apps/proxy/src/testing/transcripts.ts'
import {
  askCompletion,
  completionBytes,
  completionError,
  completionQuestion,
  splitError,
} from './completions-harness.ts'
import {
  goodEnd,
  keys,
  startProxy,
  startStream,
  startUpstream,
  textChunk,
  type Proxy,
  type Upstream,
} from './harness.ts'

let upstream: Upstream
let proxy: Proxy
let answer: (response: ServerResponse) => void

const streamOf = (text: string) => (response: ServerResponse) => {
  startStream(response)
  response.end(text)
}

const document = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  model: 'gpt-4.1-2025-04-14',
  choices: [
    { index: 0, message: { role: 'assistant', content: 'Hi\u2028é' }, finish_reason: 'stop' },
  ],
  usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
}
const jsonOf =
  (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }

const message = (fields: unknown) => ({ ...completionQuestion, messages: [fields] })
const modelsSchema = z.object({
  object: z.literal('list'),
  data: z.array(z.object({ id: z.string() })),
})

/** The part of a request with these fields that goes upstream. */
async function sent(fields: Record<string, unknown>): Promise<Record<string, unknown>> {
  await completionBytes(proxy, { body: { ...completionQuestion, ...fields } })
  return JSON.parse(upstream.requests.at(-1)?.body ?? '')
}

beforeAll(async () => {
  upstream = await startUpstream((response) => answer(response))
  proxy = await startProxy(upstream.url, { RATE_LIMIT_PER_MINUTE: '0' })
})
beforeEach(() => {
  answer = streamOf(textChunk('Hi') + goodEnd)
})
afterAll(async () => {
  await proxy.close()
  await upstream.close()
})

describe('recorded streams', () => {
  const folder = new URL('../../apps/proxy/src/testing/__fixtures__/', import.meta.url)
  const names = readdirSync(folder).map((file) => file.replace('.txt', ''))
  const streams = names.filter((name) =>
    (readTranscript(name).headers['content-type'] ?? '').startsWith('text/event-stream'),
  )
  // Two of the recorded streams have [DONE] but no finish reason, which proves nothing.
  const bad = streams.filter((name) => /mid-|unknown-event|not-used|crlf|utf8split/.test(name))
  const good = streams.filter((name) => !bad.includes(name))

  test.each(good)('%s arrives byte for byte, and nothing more', async (name) => {
    const { body } = readTranscript(name)
    answer = streamOf(body)
    expect((await completionBytes(proxy)).toString()).toBe(body)
  })

  test.each(bad)('%s ends with an error event and without [DONE]', async (name) => {
    const { body } = readTranscript(name)
    answer = streamOf(body)
    const { before, error } = splitError(await completionBytes(proxy))
    expect(body.startsWith(before.toString())).toBe(true)
    // Leaves out [DONE] or the beginning of an event that never ended.
    expect(Buffer.from(body).subarray(before.length).toString()).toMatch(
      /^(?:data: \[DONE\]\s+|data: (?!.*\n\n).*)?$/,
    )
    expect(error).toMatchObject({
      code: expect.stringMatching(/interrupted|overloaded|upstream_error/),
      message: expect.stringMatching(/^[A-Z].*\.$/),
      retryable: true,
    })
  })
})

test('a good finish without [DONE] gets the [DONE] that clients wait for', async () => {
  const text = textChunk('Hi') + textChunk('', { finish_reason: 'length' })
  answer = streamOf(text)
  expect((await completionBytes(proxy)).toString()).toBe(`${text}data: [DONE]\n\n`)
})

test('of several answers a finish reason speaks for one, so without [DONE] that is an error', async () => {
  const body = { ...completionQuestion, n: 2 }
  const text = textChunk('Hi', { finish_reason: 'stop' })
  answer = streamOf(text)
  expect(splitError(await completionBytes(proxy, { body })).error.code).toBe('interrupted')
  answer = streamOf(`${text}data: [DONE]\n\n`)
  expect((await completionBytes(proxy, { body })).toString()).toBe(`${text}data: [DONE]\n\n`)
})

test('a finish for its content is a finish like another', async () => {
  const text = `${textChunk('', { finish_reason: 'content_filter' })}data: [DONE]\n\n`
  answer = streamOf(text)
  expect((await completionBytes(proxy)).toString()).toBe(text)
})

test('a document in answer to a stream becomes one', async () => {
  answer = jsonOf(document)
  const text = (await completionBytes(proxy)).toString()
  expect(text).toContain('"delta":{"content":"Hi')
  expect(text).toMatch(/\n\ndata: \[DONE\]\n\n$/)
})

test('an event of 1 MiB and 20,000 tiny ones arrive whole', async () => {
  const text = textChunk('y'.repeat(1024 * 1024)) + textChunk('z').repeat(20_000) + goodEnd
  answer = streamOf(text)
  expect((await completionBytes(proxy)).equals(Buffer.from(text))).toBe(true)
})

test('an event without end is given up at 16 MiB, and upstream is closed', async () => {
  answer = (response) => {
    startStream(response)
    response.write('data: ')
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
      response.once('drain', more)
    }
    more()
  }
  const arrived = upstream.next()
  const { before, error } = splitError(await completionBytes(proxy))
  expect(before.length).toBeLessThan(20 << 20)
  expect(error).toMatchObject({
    code: 'upstream_error',
    message: expect.stringContaining('does not end'),
  })
  await expect((await arrived).closed).resolves.toBeUndefined()
})

test('U+2028, U+2029 and U+0085 stay as they were sent', async () => {
  const text = `data: {"choices":[{"delta":{"content":"a\u2028b\u2029c\u0085d"}}]}\n\n${goodEnd}`
  answer = streamOf(text)
  expect((await completionBytes(proxy)).toString()).toBe(text)
})

test('only what is ours of the headers, and who answers', async () => {
  answer = (response) => {
    startStream(response, {
      'set-cookie': 'a=b',
      'x-portkey-provider': 'openai',
      'x-ratelimit-limit': '5',
      'access-control-allow-origin': '*',
    })
    response.end(goodEnd)
  }
  const response = await askCompletion(proxy)
  await response.text()
  const headers = upstream.requests.at(-1)?.headers
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'x-askdesk-provider': 'openai',
    'x-askdesk-model': 'gpt-4.1',
    'x-request-id': headers?.['x-portkey-trace-id'],
  })
  for (const name of ['set-cookie', 'x-ratelimit-limit', 'access-control-allow-origin'])
    expect(response.headers.has(name)).toBe(false)
})

test('where Portkey turned to another provider, that one is named', async () => {
  answer = (response) => {
    startStream(response, { 'x-portkey-provider': 'anthropic' })
    response.end(goodEnd)
  }
  const response = await askCompletion(proxy)
  await response.text()
  expect(response.headers.get('x-askdesk-provider')).toBe('aws')
  expect(response.headers.has('x-askdesk-model')).toBe(false)
})

describe('not streamed', () => {
  const body = { ...completionQuestion, stream: false }

  test.each([
    ['200', 200],
    ['246, answered though a guardrail failed', 246],
  ])('a document with %s is passed on as it is', async (_name, status) => {
    answer = jsonOf(document, status, { 'set-cookie': 'a=b' })
    const response = await askCompletion(proxy, { body })
    expect(response.status).toBe(200)
    expect(await response.text()).toBe(JSON.stringify(document))
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-askdesk-provider': 'openai',
      'x-askdesk-model': 'gpt-4.1',
    })
    expect(response.headers.has('set-cookie')).toBe(false)
    expect(JSON.parse(upstream.requests.at(-1)?.body ?? '')).toMatchObject({ stream: false })
  })

  test('a key in it is masked', async () => {
    const said = `your key is ${keys.OPENAI_API_KEY}`
    answer = jsonOf({
      ...document,
      choices: [{ ...document.choices[0], message: { content: said } }],
    })
    expect(await (await askCompletion(proxy, { body })).text()).toContain('your key is ***')
  })

  test.each<[string, (response: ServerResponse) => void, number, string]>([
    ['more than 8 MiB', jsonOf({ ...document, id: 'x'.repeat(9 << 20) }), 502, 'upstream_error'],
    ['half a document', jsonOf('{"choices":[{"mess'), 502, 'upstream_error'],
    ['no completion', jsonOf({ object: 'list', data: [] }), 502, 'upstream_error'],
    ['an error with status 200', jsonOf({ error: { message: 'no' } }), 502, 'upstream_error'],
    ['a stream', streamOf(goodEnd), 502, 'upstream_error'],
    [
      'a failed finish',
      jsonOf({
        choices: [
          { message: { role: 'assistant', content: '' }, finish_reason: 'overloaded_error' },
        ],
      }),
      503,
      'overloaded',
    ],
    ['429', jsonOf('{}', 429, { 'retry-after': '7' }), 429, 'rate_limited'],
    ['401', jsonOf('{"error":{"message":"bad key"}}', 401), 502, 'key_rejected'],
    ['446, a guardrail', jsonOf('{}', 446), 422, 'content_filtered'],
  ])('%s is an error', async (_name, upstreamAnswer, status, code) => {
    answer = upstreamAnswer
    const failure = await completionError(proxy, { body })
    expect(failure).toMatchObject({ status, error: { code } })
    expect(failure.headers.get('retry-after')).toBe(status === 429 ? '7' : null)
  })
})

describe('what is sent upstream', () => {
  const tool = {
    type: 'function',
    function: {
      name: 'get_weather',
      description: 'd',
      parameters: { type: 'object' },
      strict: true,
    },
  }
  const passed = {
    temperature: 0.5,
    top_p: 0.9,
    presence_penalty: -1,
    frequency_penalty: 1,
    seed: 7,
    stop: 'END',
    n: 2,
    logit_bias: { '50256': -100 },
    logprobs: true,
    top_logprobs: 3,
    user: 'someone',
    reasoning_effort: 'low',
    parallel_tool_calls: false,
    tools: [tool],
    tool_choice: { type: 'function', function: { name: 'get_weather' } },
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'x', schema: { type: 'object' } },
    },
    stream_options: { include_usage: true },
    messages: [
      { role: 'system', content: 'Be kind.' },
      { role: 'developer', content: [{ type: 'text', text: 'Be brief.' }] },
      {
        role: 'user',
        name: 'ann',
        content: [
          { type: 'text', text: 'What is it?' },
          { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
        ],
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'sunny' },
    ],
  }

  test('every field of the list, and nothing else', async () => {
    expect(
      await sent({
        ...passed,
        base_url: 'https://evil.example',
        api_key: 'sk-of-the-client',
        extra: 1,
      }),
    ).toEqual({ ...passed, model: 'gpt-4.1', max_tokens: 4096, stream: true })
  })

  test('no headers of the client, and our own', async () => {
    await (
      await askCompletion(proxy, {
        headers: {
          authorization: 'Bearer sk-of-the-client',
          cookie: 'session=1',
          'x-portkey-custom-host': 'https://evil.example',
          'x-portkey-config': '{"provider":"evil"}',
          'x-portkey-api-key': 'pk-of-the-client',
          'x-portkey-trace-id': 'trace-of-the-client',
          'x-portkey-metadata': '{"_user":"evil"}',
          'openai-organization': 'evil',
        },
      })
    ).text()
    const headers = upstream.requests.at(-1)?.headers ?? {}
    expect(JSON.stringify(headers)).not.toMatch(/evil|of-the-client|session=1/)
    expect(headers).toMatchObject({ authorization: `Bearer ${keys.OPENAI_API_KEY}` })
    expect(JSON.parse(String(headers['x-portkey-metadata']))).toEqual({
      _user: 'anonymous',
      app: 'askdesk',
      route: 'api',
    })
  })

  test.each([
    [{ max_tokens: 10 }, { max_tokens: 10 }],
    [{ max_tokens: 1e12 }, { max_tokens: 4096 }],
    [{ max_completion_tokens: 20 }, { max_tokens: 20 }],
    [{ max_tokens: 50, max_completion_tokens: 20 }, { max_tokens: 20 }],
    [{ max_tokens: null, stop: null, tools: null, stream_options: null }, { max_tokens: 4096 }],
    [
      { model: 'aws/auto', stop: 'END' },
      { model: 'claude-sonnet-5', stop: ['END'] },
    ],
    [{ model: 'aws/claude-3-haiku' }, { model: 'claude-haiku-4-5', max_tokens: 4096 }],
    [{ model: 'openai/gpt-6-luna', max_tokens: 5 }, { max_completion_tokens: 5 }],
    [{ model: 'openrouter/auto' }, { model: 'openrouter/auto' }],
    [
      { model: 'openrouter/meta-llama/llama-3.1-70b-instruct' },
      { model: 'meta-llama/llama-3.1-70b-instruct' },
    ],
    [{ model: 'groq/auto' }, { model: 'openai/gpt-oss-120b' }],
  ])('%j becomes %j', async (fields, expected) => {
    const body = await sent(fields)
    expect(body).toMatchObject(expected)
    for (const value of Object.values(body)) expect(value).not.toBeNull()
    expect('max_tokens' in body && 'max_completion_tokens' in body).toBe(false)
  })

  test('a field given twice is checked and sent as the same', async () => {
    await completionBytes(proxy, {
      body: `{"model":"openai/gpt-4.1","stream":true,"max_tokens":1e12,"max_tokens":7,"messages":[{"role":"user","content":"a"}],"n":1000,"n":1}`,
    })
    expect(upstream.requests.at(-1)?.body).toMatch(/"max_tokens":7\b/)
    expect(upstream.requests.at(-1)?.body).not.toContain('1000')
  })
})

describe('what is refused before anything is sent', () => {
  const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`
  test.each<[string, unknown, number, string, RegExp]>([
    ['an unknown provider', { model: 'azure/x' }, 400, 'unknown_provider', /azure/],
    ['an unknown model', { model: 'openai/gpt-9' }, 404, 'unknown_model', /gpt-9/],
    ['CR and LF in it', { model: 'openai/x\r\nx-evil: 1' }, 404, 'unknown_model', /no model/],
    ['no model', { model: undefined }, 400, 'invalid_request', /model/],
    ['no messages', { messages: [] }, 400, 'invalid_request', /messages: is empty/],
    ['n: 1000', { n: 1000 }, 400, 'invalid_request', /n: is more than 4/],
    ['n: 0', { n: 0 }, 400, 'invalid_request', /n: /],
    ['max_tokens: 0', { max_tokens: 0 }, 400, 'invalid_request', /max_tokens/],
    ['max_tokens: -1', { max_tokens: -1 }, 400, 'invalid_request', /max_tokens/],
    ['max_tokens: 1.5', { max_tokens: 1.5 }, 400, 'invalid_request', /max_tokens/],
    ['max_tokens: "9"', { max_tokens: '9' }, 400, 'invalid_request', /max_tokens/],
    ['stream: "true"', { stream: 'true' }, 400, 'invalid_request', /stream/],
    ['temperature: 9', { temperature: 9 }, 400, 'invalid_request', /temperature/],
    ['a tool choice', { tool_choice: 'some' }, 400, 'invalid_request', /tool_choice: must be none/],
    ['a format', { response_format: { type: 'xml' } }, 400, 'invalid_request', /response_format/],
    ['an unknown role', message({ role: 'root', content: 'x' }), 400, 'invalid_request', /role of/],
    [
      'a file part',
      message({ role: 'user', content: [{ type: 'file', file: {} }] }),
      400,
      'invalid_request',
      /messages\.0\.content: must be text, or parts .*file_data/,
    ],
    [
      'an image over plain http',
      message({
        role: 'user',
        content: [{ type: 'image_url', image_url: { url: 'http://169.254.169.254/' } }],
      }),
      400,
      'invalid_request',
      /messages\.0\.content/,
    ],
    ['a message without content', message({ role: 'user' }), 400, 'invalid_request', /content/],
    ['no JSON', '{"model":', 400, 'invalid_request', /not valid JSON/],
    [
      '1e999',
      '{"model":"openai/gpt-4.1","messages":[{"role":"user","content":"x"}],"max_tokens":1e999}',
      400,
      'invalid_request',
      /max_tokens/,
    ],
    ['null', 'null', 400, 'invalid_request', /body/],
    [
      'a schema 50,000 levels deep',
      `{"model":"openai/gpt-4.1","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"f","parameters":${deep}}}]}`,
      400,
      'invalid_request',
      /parameters: is nested deeper than 100/,
    ],
  ])('%s', async (_name, fields, status, code, text) => {
    const before = upstream.requests.length
    const body =
      typeof fields === 'object' && fields !== null ? { ...completionQuestion, ...fields } : fields
    const failure = await completionError(proxy, { body })
    expect(failure).toMatchObject({ status, error: { code, message: expect.stringMatching(text) } })
    expect(failure.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/)
    expect(upstream.requests).toHaveLength(before)
  })
})

test('the models that can be asked are listed, and each by its name', async () => {
  const list: unknown = await (await fetch(`${proxy.url}/v1/models`)).json()
  const ids = modelsSchema.parse(list).data.map(({ id }) => id)
  expect(ids).toEqual(
    expect.arrayContaining(['aws/auto', 'openai/gpt-4.1', 'groq/auto', 'openrouter/auto']),
  )
  expect(ids).not.toContain('aws/claude-3-haiku')
  for (const id of ids) {
    const one = await fetch(`${proxy.url}/v1/models/${encodeURIComponent(id)}`)
    expect(await one.json()).toMatchObject({ id, object: 'model', owned_by: id.split('/')[0] })
  }
  expect((await fetch(`${proxy.url}/v1/models/openai/gpt-9`)).status).toBe(404)
})
