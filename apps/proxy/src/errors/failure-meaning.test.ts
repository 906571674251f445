import { describe, expect, test } from 'vitest'
import { errorFromResponse } from './error-response.ts'

const asked = { providerId: 'aws', label: 'AWS Claude', model: 'claude-9', traceId: 'trace-1' }

function judged(status: number, body: unknown) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return errorFromResponse({ status, headers: {}, body: text }, asked, (word) => word).error
}

const said = (message: string, fields: object = {}) => ({ error: { message, ...fields } })

describe('a code of the provider counts before the status', () => {
  test.each([
    [
      429,
      said('You exceeded your current quota', { type: 'insufficient_quota' }),
      'budget_exceeded',
    ],
    [429, said('x', { code: 'insufficient_quota' }), 'budget_exceeded'],
    [400, said('x', { code: 'blocked_api_access' }), 'budget_exceeded'],
    [200, said('Insufficient credits', { code: 402 }), 'budget_exceeded'],
    [429, said('x', { type: 'engine_overloaded_error' }), 'overloaded'],
    [400, said('x', { code: 'invalid_api_key' }), 'key_rejected'],
    [403, said('x', { code: 'unsupported_country_region_territory' }), 'not_configured'],
    [403, said('x', { code: 'model_not_found' }), 'unknown_model'],
    [403, said('x', { code: 403, metadata: { reasons: ['violence'] } }), 'content_filtered'],
    [400, said('x', { code: 'ResponsibleAIPolicyViolation' }), 'content_filtered'],
    [400, said('x', { type: 'ThrottlingException' }), 'rate_limited'],
    [500, said('x', { code: 'context_length_exceeded' }), 'context_too_long'],
  ])('%d %j is %s', (status, body, code) => {
    expect(judged(status, body).code).toBe(code)
  })
})

describe('a budget that is used up, in the words of', () => {
  test.each([
    ['Anthropic', 400, 'Your credit balance is too low to access the Anthropic API.'],
    [
      'Anthropic, by limit',
      400,
      'You have reached your specified API usage limits. You will regain access on 2026-12-01.',
    ],
    [
      'OpenRouter',
      402,
      'This request requires more credits, or fewer max_tokens. You can only afford 4000.',
    ],
    ['OpenRouter, by key', 403, 'Key limit exceeded (total limit). Manage it in your settings'],
    ['Groq', 400, 'Spend limit reached. Raise it in the console.'],
    ['DeepSeek', 400, 'Insufficient Balance'],
  ])('%s', (_who, status, text) => {
    expect(judged(status, said(text))).toMatchObject({
      code: 'budget_exceeded',
      status: 402,
      retryable: false,
    })
  })
})

describe('a question that is too long, in many wordings', () => {
  test.each([
    'input length and `max_tokens` exceed context limit: 197202 + 21333 > 200000',
    'prompt is too long: 210000 tokens > 200000 maximum',
    'Input is too long for requested model.',
    "This model's maximum context length is 131072 tokens. However, you requested 140000.",
    "This endpoint's maximum context length is 8192 tokens.",
    'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
    "This model's maximum prompt length is 131072 but the request contains 150000 tokens.",
    'Please reduce the length of the messages or completion.',
    'too many tokens: total number of tokens in the prompt cannot exceed 4081',
    'The context window of this model is exceeded: context window exceeded',
    'Your input exceeds the context window of this model. Please adjust your input and try again.',
    'the request exceeds the available context size, try increasing it',
  ])('%s', (text) => {
    expect(judged(400, said(text)).code).toBe('context_too_long')
  })

  test('above the limit of a minute by itself, where waiting does not help', () => {
    const text =
      'Request too large for model `x` on tokens per minute (TPM): Limit 6000, Requested 9000'
    const body = said(text, { type: 'tokens', code: 'rate_limit_exceeded' })
    expect(judged(413, body).code).toBe('context_too_long')
    expect(judged(429, body).code).toBe('context_too_long')
  })

  test('wrapped by OpenRouter', () => {
    const raw = JSON.stringify(said('prompt is too long: 210000 tokens > 200000 maximum'))
    for (const inner of [raw, JSON.parse(raw), 'prompt is too long']) {
      const body = said('Provider returned error', { code: 400, metadata: { raw: inner } })
      expect(judged(400, body).code).toBe('context_too_long')
    }
  })
})

describe('a rate limit that speaks of tokens or of a quota is one', () => {
  test.each([
    [429, 'Number of request tokens has exceeded your per-minute rate limit'],
    [
      429,
      'This request would exceed your organization’s rate limit of 30,000 input tokens per minute',
    ],
    [400, 'Too many tokens, please wait before trying again.'],
    [429, 'You exceeded your current quota. Please retry in 33.4s.'],
  ])('%d %s', (status, text) => {
    expect(judged(status, said(text)).code).toBe('rate_limited')
  })
})

describe('a model is gone, or a field is not taken', () => {
  test.each([
    [404, 'The model `gpt-4-32k` has been deprecated, learn more here.', 'model_retired'],
    [400, 'The model `x` has been decommissioned and is no longer supported.', 'model_retired'],
    [404, 'This model version has reached the end of its life.', 'model_retired'],
    [400, 'claude-2.1 is no longer available', 'model_retired'],
    [400, 'anthropic error: `temperature` is deprecated for this model.', 'invalid_request'],
    [400, 'For this model `top_p` is deprecated.', 'invalid_request'],
    [400, 'Using temperature with claude-opus-5.5 is no longer supported', 'invalid_request'],
    [400, 'Support for claude-2.1 has been discontinued', 'model_retired'],
    [400, 'This feature is no longer supported.', 'invalid_request'],
    [400, 'Unsupported parameter: max_tokens is not supported with this model.', 'invalid_request'],
    [400, 'tool_choice: forced tools are no longer supported for this model', 'invalid_request'],
    [
      400,
      'max_tokens: 100000 > 64000, the maximum allowed number of output tokens',
      'invalid_request',
    ],
  ])('%d %s', (status, text, code) => {
    expect(judged(status, said(text)).code).toBe(code)
  })

  test('the words about a field are told to the person', () => {
    const { message } = judged(
      400,
      said('anthropic error: `temperature` is deprecated for this model.'),
    )
    expect(message).toBe(
      'AWS Claude refused the request: `temperature` is deprecated for this model.',
    )
  })
})

describe('a 404 is a missing model only where it names one', () => {
  test.each([
    ['<html><h1>404 Not Found</h1></html>', 'not_configured'],
    ['404 page not found', 'not_configured'],
    [said('Not Found'), 'not_configured'],
    [said('Unknown request URL: POST /openai/v2/chat/completions'), 'not_configured'],
    [said('No endpoints found matching your data policy for this model'), 'not_configured'],
    [said('No endpoints found that support tool use.'), 'not_configured'],
    [said('model: claude-9', { type: 'not_found_error' }), 'unknown_model'],
    [said('No endpoints found for meta/llama-9.'), 'unknown_model'],
    [said('The model `x` does not exist or you do not have access to it.'), 'unknown_model'],
  ])('%j is %s', (body, code) => {
    expect(judged(404, body).code).toBe(code)
  })
})

describe('a 403 is the key only where nothing else is said', () => {
  test.each([
    [said('Your input was flagged: requires moderation'), 'content_filtered'],
    [said('Country, region, or territory not supported'), 'not_configured'],
    [said('User location is not supported for the API use.'), 'not_configured'],
    [said('Request not allowed', { type: 'forbidden' }), 'not_configured'],
    ['<!DOCTYPE html><title>Attention Required!</title>', 'upstream_unreachable'],
    ['error code: 1020', 'upstream_unreachable'],
    [said("You don't have access to the model with the specified model ID."), 'unknown_model'],
    [said('Your API key does not have permission to use this resource'), 'key_rejected'],
    ['', 'key_rejected'],
  ])('%j is %s', (body, code) => {
    expect(judged(403, body).code).toBe(code)
  })
})

test.each([
  [200, '', /without a word/],
  [200, '<html>', /web page came back/],
  [446, said('x'), /guardrail/],
  [401, { status: 'failure', message: 'Invalid API Key' }, /no provider can be asked/],
])('%d %j is said as what it is', (status, body, words) => {
  expect(judged(status, body).message).toMatch(words)
})

test('words without an end are read to a bound', () => {
  expect(judged(400, said(`${'a-1/'.repeat(20_000)} is `)).code).toBe('invalid_request')
})
