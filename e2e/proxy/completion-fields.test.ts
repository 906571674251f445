import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askCompletion, completionError, completionQuestion } from './completions-harness.ts'
import { answerWell, startProxy, startUpstream, type Proxy, type Upstream } from './harness.ts'

let upstream: Upstream
let proxy: Proxy
let bedrock: Proxy

beforeAll(async () => {
  upstream = await startUpstream(answerWell)
  proxy = await startProxy(upstream.url, { RATE_LIMIT_PER_MINUTE: '0' })
  bedrock = await startProxy(upstream.url, {
    PORTKEY_PROVIDER_AWS: 'bedrock',
    ANTHROPIC_API_KEY: '',
    AWS_ACCESS_KEY_ID: 'AKIA-canary-000',
    AWS_SECRET_ACCESS_KEY: 'secret-canary-000',
    AWS_REGION: 'us-east-1',
  })
})
afterAll(async () => {
  await proxy.close()
  await bedrock.close()
  await upstream.close()
})

type Fields = Readonly<Record<string, unknown>>

/** Sends these fields; gives what arrives upstream, and what the answer's head says of the rest. */
async function send(fields: Fields, to = proxy) {
  const response = await askCompletion(to, { body: { ...completionQuestion, ...fields } })
  const text = await response.text()
  if (response.status !== 200) throw new Error(text)
  const body: Record<string, unknown> = JSON.parse(upstream.requests.at(-1)?.body ?? '')
  const listed = response.headers.get('x-askdesk-ignored')
  return {
    body,
    ignored: listed === null ? [] : listed.split(', ').toSorted(),
    capped: response.headers.get('x-askdesk-capped'),
  }
}

const user = (content: unknown, more: Fields = {}) => ({
  messages: [{ role: 'user', content, ...more }],
})
const ephemeral = { type: 'ephemeral' }
const hour = { type: 'ephemeral', ttl: '1h' }
const tool = (more: Fields = {}, inner: Fields = {}) => ({
  type: 'function',
  function: { name: 'f', parameters: { type: 'object' }, ...inner },
  ...more,
})

describe('fields that a provider knows arrive, and nothing is said', () => {
  test.each<[string, Fields]>([
    ['aws/claude-haiku-4-5', { thinking: { type: 'enabled', budget_tokens: 1024 }, top_k: 5 }],
    ['aws/auto', { thinking: { type: 'adaptive' } }],
    ['openai/gpt-4.1', { metadata: { a: 'b' }, store: true, safety_identifier: 's' }],
    ['openai/gpt-4.1', { verbosity: 'low', service_tier: 'flex', prompt_cache_key: 'k' }],
    ['openai/gpt-4.1', { prediction: { type: 'content', content: 'x' }, web_search_options: {} }],
    ['openai/gpt-4.1', { logprobs: true, top_logprobs: 2, modalities: ['text'] }],
    ['groq/auto', { reasoning_effort: 'low', seed: 4 }],
    [
      'openrouter/auto',
      { reasoning: { effort: 'low' }, provider: { data_collection: 'deny' }, transforms: [] },
    ],
    ['openai/gpt-4.1', { stop: null, functions: null, metadata: null }],
  ])('%s %j', async (model, fields) => {
    const { body, ignored, capped } = await send({ model, ...fields })
    const set = Object.entries(fields).filter(([, value]) => value !== null)
    expect(body).toMatchObject(Object.fromEntries(set))
    expect({ ignored, capped }).toEqual({ ignored: [], capped: null })
  })

  test.each<[string, Fields]>([
    ['aws/auto', user([{ type: 'text', text: 'a', cache_control: ephemeral }])],
    ['openrouter/auto', user([{ type: 'text', text: 'a', cache_control: hour }])],
    [
      'openrouter/auto',
      {
        messages: [
          { role: 'user', content: 'a' },
          {
            role: 'assistant',
            content: 'b',
            reasoning: 'r',
            reasoning_details: [{ type: 'reasoning.text', text: 'r', signature: 's' }],
          },
          { role: 'user', content: 'c' },
        ],
      },
    ],
    ['openai/gpt-4.1', { messages: [{ role: 'assistant', content: 'b', reasoning_content: 'r' }] }],
    [
      'aws/auto',
      {
        messages: [
          {
            role: 'assistant',
            content: 'b',
            content_blocks: [{ type: 'thinking', thinking: 't', signature: 's' }],
          },
        ],
      },
    ],
    ['aws/auto', { messages: [{ role: 'system', content: 'b', cache_control: ephemeral }] }],
  ])('in messages of %s: %j', async (model, fields) => {
    const { body, ignored } = await send({ model, ...fields })
    expect(body).toMatchObject(fields)
    expect(ignored).toEqual([])
  })

  test('a mark for the cache on a tool', async () => {
    const { body, ignored } = await send({
      model: 'aws/auto',
      tools: [tool({ cache_control: ephemeral })],
    })
    expect(body['tools']).toEqual([tool({ cache_control: ephemeral })])
    expect(ignored).toEqual([])
  })
})

describe('what the gateway drops on the way is named', () => {
  test.each<[string, Fields, string[]]>([
    [
      'aws/auto',
      { n: 2, seed: 1, response_format: { type: 'json_object' }, reasoning_effort: 'low' },
      ['n', 'reasoning_effort', 'response_format', 'seed'],
    ],
    [
      'aws/auto',
      { parallel_tool_calls: false, logit_bias: {} },
      ['logit_bias', 'parallel_tool_calls'],
    ],
    ['aws/auto', { metadata: { a: 'b' }, service_tier: 'flex' }, ['metadata', 'service_tier']],
    ['aws/auto', { tools: [tool({}, { strict: true })] }, ['tools.function.strict']],
    ['openrouter/auto', { stop: 'END', seed: 1, user: 'me' }, ['seed', 'stop', 'user']],
    [
      'openrouter/auto',
      { verbosity: 'low', prompt_cache_key: 'k' },
      ['prompt_cache_key', 'verbosity'],
    ],
    ['groq/auto', { logprobs: true, top_k: 3 }, ['logprobs', 'top_k']],
    ['groq/auto', { reasoning_format: 'hidden' }, ['reasoning_format']],
    ['openai/gpt-4.1', { thinking: { type: 'enabled' }, top_k: 3 }, ['thinking', 'top_k']],
    [
      'openai/gpt-4.1',
      { include_reasoning: true, prompt_cache_retention: '24h', provider: { order: ['x'] } },
      ['include_reasoning', 'prompt_cache_retention', 'provider'],
    ],
    [
      'aws/auto',
      user([{ type: 'text', text: 'a', cache_control: hour }]),
      ['messages.content.cache_control.ttl'],
    ],
    ['aws/auto', user('a', { cache_control: ephemeral }), ['messages.cache_control']],
    [
      'aws/auto',
      { messages: [{ role: 'assistant', content: 'b', reasoning_content: 'r' }] },
      ['messages.reasoning_content'],
    ],
  ])('%s %j loses %j', async (model, fields, names) => {
    expect((await send({ model, ...fields })).ignored).toEqual(names)
  })

  test('Bedrock offers tools though none may be called', async () => {
    const fields = { model: 'aws/auto', tools: [tool()], tool_choice: 'none' }
    expect((await send(fields, bedrock)).ignored).toEqual(['tool_choice'])
    expect((await send(fields)).ignored).toEqual([])
  })
})

describe('what is not sent is named', () => {
  test.each<[Fields, string[]]>([
    [{ extra: 1, base_url: 'https://evil.example' }, ['base_url', 'extra']],
    [{ min_p: 0.1, plugins: [{ id: 'web' }], models: ['a'] }, ['min_p', 'models', 'plugins']],
    [
      { stream_options: { include_usage: true, include_obfuscation: false } },
      ['stream_options.include_obfuscation'],
    ],
    [
      user([{ type: 'text', text: 'a', citations: { enabled: true } }]),
      ['messages.content.citations'],
    ],
    [user('a', { weight: 0 }), ['messages.weight']],
    [{ 'x\r\nevil: 1': 1 }, ['other']],
    [{ tools: [tool({ cache_control: ephemeral })] }, ['tools.cache_control']],
    [
      user([{ type: 'text', text: 'a', cache_control: ephemeral }]),
      ['messages.content.cache_control'],
    ],
    [
      {
        messages: [
          { role: 'assistant', content: 'b', content_blocks: [{ type: 'text', text: 'b' }] },
        ],
      },
      ['messages.content_blocks'],
    ],
  ])('openai %j: %j', async (fields, names) => {
    const { body, ignored } = await send(fields)
    expect(ignored).toEqual(names)
    expect(JSON.stringify(body)).not.toMatch(
      /evil|plugins|obfuscation|citations|cache_control|blocks/,
    )
  })

  test('a thousand unknown names do not fill the head', async () => {
    const fields = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`f${index}`, 1]))
    expect((await send(fields)).ignored.length).toBeLessThan(50)
  })
})

describe('the limit of an answer', () => {
  test.each([
    [{ max_tokens: 32_000 }, 'max_tokens'],
    [{ max_completion_tokens: 5000 }, 'max_completion_tokens'],
  ])('%j is lowered, and that is said', async (fields, name) => {
    const { body, ignored, capped } = await send(fields)
    expect(body['max_tokens']).toBe(4096)
    expect({ ignored, capped }).toEqual({ ignored: [name], capped: `${name}=4096` })
  })

  test.each([{}, { max_tokens: 4096 }, { max_tokens: 7 }])('%j is not', async (fields) => {
    expect(await send(fields)).toMatchObject({ ignored: [], capped: null })
  })

  test('is a setting of its own for /v1', async ({ onTestFinished }) => {
    const own = await startProxy(upstream.url, {
      MAX_OUTPUT_TOKENS: '100',
      MAX_OUTPUT_TOKENS_V1: '64000',
    })
    onTestFinished(() => own.close())
    const { body, capped } = await send({ max_tokens: 32_000 }, own)
    expect({ limit: body['max_tokens'], capped }).toEqual({ limit: 32_000, capped: null })
    const page = await fetch(`${own.url}/api/ai/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        provider: 'openai',
        maxTokens: 500,
        topic: 'x',
        messages: [{ role: 'user', content: 'a' }],
      }),
    })
    await page.text()
    expect(JSON.parse(upstream.requests.at(-1)?.body ?? '')).toMatchObject({ max_tokens: 100 })
    expect(page.headers.get('x-askdesk-ignored')).toBe('topic, maxTokens')
    expect(page.headers.get('x-askdesk-capped')).toBe('maxTokens=100')
  })
})

describe('what a model refuses is not sent', () => {
  const choice = { tools: [tool()], tool_choice: { type: 'function', function: { name: 'f' } } }
  test.each<[string, Fields, string[]]>([
    ['aws/auto', { temperature: 0.2 }, ['temperature']],
    ['aws/claude-sonnet-5', { temperature: 1, top_p: 0.9 }, ['temperature', 'top_p']],
    ['aws/claude-sonnet-5', { top_k: 5 }, ['top_k']],
    ['aws/claude-sonnet-5', choice, ['tool_choice']],
    ['aws/claude-sonnet-5', { tools: [tool()], tool_choice: 'required' }, ['tool_choice']],
    ['aws/claude-sonnet-5', { thinking: { type: 'enabled', budget_tokens: 2000 } }, ['thinking']],
    ['aws/claude-haiku-4-5', { temperature: 0.2, top_p: 0.9 }, ['top_p']],
  ])('%s %j: %j', async (model, fields, names) => {
    const { body, ignored } = await send({ model, ...fields })
    expect(ignored).toEqual(names)
    for (const name of names) expect(body).not.toHaveProperty(name)
  })

  test.each<[string, Fields]>([
    ['aws/claude-haiku-4-5', { temperature: 0.2 }],
    ['aws/claude-haiku-4-5', { top_p: 0.2, ...choice }],
    ['aws/claude-sonnet-5', { tools: [tool()], tool_choice: 'none' }],
    ['openai/gpt-4.1', { temperature: 0.2, top_p: 0.9, ...choice }],
  ])('%s %j goes as it is', async (model, fields) => {
    const { body, ignored } = await send({ model, ...fields })
    expect(body).toMatchObject(fields)
    expect(ignored).toEqual([])
  })

  test('nor for the page, which is told', async () => {
    const response = await fetch(`${proxy.url}/api/ai/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        provider: 'aws',
        temperature: 0.3,
        messages: [{ role: 'user', content: 'a' }],
      }),
    })
    await response.text()
    expect(JSON.parse(upstream.requests.at(-1)?.body ?? '')).not.toHaveProperty('temperature')
    expect(response.headers.get('x-askdesk-ignored')).toBe('temperature')
  })
})

describe('files', () => {
  const pdf = 'JVBERi0xLjQK'
  const given = {
    type: 'file',
    file: { filename: 'bill.pdf', file_data: `data:application/pdf;base64,${pdf}` },
  }
  const claude = { type: 'file', file: { mime_type: 'application/pdf', file_data: pdf } }

  test.each([
    ['openai/gpt-4.1', given, given],
    ['openrouter/auto', given, given],
    ['openai/gpt-4.1', claude, { type: 'file', file: { file_data: given.file.file_data } }],
    ['aws/auto', given, claude],
    ['aws/auto', claude, claude],
  ])('%s %j goes as %j', async (model, part, sent) => {
    const { body, ignored } = await send({ model, ...user([{ type: 'text', text: 'a' }, part]) })
    expect(body['messages']).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'a' }, sent] },
    ])
    expect(ignored).toEqual([])
  })
})

describe('what cannot be honoured is refused in words', () => {
  const file = (content: Fields) => user([{ type: 'file', file: content }])
  test.each<[Fields, RegExp]>([
    [{ functions: [{ name: 'f', parameters: {} }] }, /functions: is the old form.*tools/],
    [{ function_call: 'auto' }, /function_call: is the old form.*tool_choice/],
    [{ modalities: ['text', 'audio'] }, /modalities.*text/],
    [file({ file_id: 'file-1' }), /file_data/],
    [file({ file_url: 'http://169.254.169.254/' }), /file_data/],
    [file({ file_data: 'https://evil.example/a.pdf' }), /file_data/],
    [file({ filename: 'a.pdf', file_data: 'data:application/pdf,plain' }), /file_data/],
    [{ model: 'aws/auto', ...file({ file_data: 'data:text/csv;base64,YQ==' }) }, /PDF.*text\/csv/],
    [user([{ type: 'input_audio', input_audio: {} }]), /parts of type text, image_url or file/],
    [user([{ type: 'text', text: 'a', cache_control: { type: 'forever' } }]), /content/],
  ])('%j', async (fields, words) => {
    const before = upstream.requests.length
    const failure = await completionError(proxy, { body: { ...completionQuestion, ...fields } })
    expect(failure).toMatchObject({
      status: 400,
      error: { code: 'invalid_request', message: expect.stringMatching(words) },
    })
    expect(upstream.requests).toHaveLength(before)
  })
})

describe('a model by its bare name', () => {
  test.each([
    ['gpt-4.1', 'gpt-4.1'],
    ['claude-haiku-4-5', 'claude-haiku-4-5'],
    ['claude-3-haiku', 'claude-haiku-4-5'],
    ['gpt-oss-20b', 'openai/gpt-oss-20b'],
    ['meta-llama/llama-3.1-70b-instruct', 'meta-llama/llama-3.1-70b-instruct'],
  ])('%s is asked as %s', async (model, sent) => {
    expect((await send({ model })).body['model']).toBe(sent)
  })

  test.each([
    ['llama-3.1-70b', /Several providers.*groq\/llama-3\.1-70b, openrouter\/llama-3\.1-70b/],
    ['gpt-9', /No provider has a model “gpt-9”/],
    ['auto', /No provider has/],
    ['', /No provider has/],
  ])('%j is refused', async (model, words) => {
    const failure = await completionError(proxy, { body: { ...completionQuestion, model } })
    expect(failure).toMatchObject({
      status: 404,
      error: { code: 'unknown_model', message: expect.stringMatching(words) },
    })
  })

  test('of two providers the one that is set up counts', async ({ onTestFinished }) => {
    const own = await startProxy(upstream.url, { GROQ_API_KEY: '' })
    onTestFinished(() => own.close())
    const { body } = await send({ model: 'llama-3.1-70b' }, own)
    expect(body['model']).toBe('meta-llama/llama-3.1-70b-instruct')
  })

  test('is found among the models, too', async () => {
    const one = await fetch(`${proxy.url}/v1/models/gpt-4.1`)
    expect(await one.json()).toMatchObject({ id: 'openai/gpt-4.1', object: 'model' })
    expect((await fetch(`${proxy.url}/v1/models/auto`)).status).toBe(404)
  })
})
