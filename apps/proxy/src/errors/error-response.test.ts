import { describe, expect, test } from 'vitest'
import { errorFromResponse } from './error-response.ts'
import { createMasking } from '../redaction/secret-mask.ts'
import { readTranscript } from '../testing/transcripts.ts'

const asItIs = (text: string) => text
const asked = { providerId: 'openai', label: 'OpenAI', model: 'gpt-4.1', traceId: 'trace-1' }

describe('recorded errors', () => {
  test.each([
    ['openai-400ctx', 'context_too_long', 400],
    ['openai-401', 'key_rejected', 502],
    ['openai-429', 'rate_limited', 429],
    ['openai-500', 'upstream_error', 502],
    ['openai-503html', 'overloaded', 503],
    ['openai-refused', 'upstream_unreachable', 502],
    ['openai-timeout', 'upstream_timeout', 504],
    ['anthropic-401', 'key_rejected', 502],
    ['anthropic-404', 'unknown_model', 404],
    ['anthropic-429', 'rate_limited', 429],
    ['anthropic-529', 'overloaded', 503],
    ['anthropic-no-max-tokens', 'invalid_request', 400],
    ['groq-429', 'rate_limited', 429],
    ['openrouter-401', 'key_rejected', 502],
    ['guardrail-input-deny-446', 'content_filtered', 422],
    ['auth-slug-rejected-by-oss', 'not_configured', 409],
    ['malformed-json-500', 'upstream_error', 502],
  ])('%s becomes %s with status %d', (name, code, status) => {
    const { error } = errorFromResponse(readTranscript(name), asked, asItIs)
    expect(error).toMatchObject({ code, status, provider: 'openai', traceId: 'trace-1' })
    expect(error.message).toMatch(/^[A-Z].*[.!]$/s)
  })
})

test('milliseconds are preferred where the provider gives them', () => {
  expect(errorFromResponse(readTranscript('openai-429'), asked, asItIs).error.retryAfterMs).toBe(
    1500,
  )
})

test.each([
  ['7', 7000],
  ['0', 0],
])('Retry-After %s is %d ms', (value, expected) => {
  const response = { status: 429, headers: { 'retry-after': value }, body: '{}' }
  expect(errorFromResponse(response, asked, asItIs).error.retryAfterMs).toBe(expected)
})

test('what a key check, a page or a system said is for the log and not for the person', () => {
  for (const [name, secret] of [
    ['openai-401', 'Incorrect API key'],
    ['openai-503html', '<html>'],
    ['openai-refused', 'ECONNREFUSED'],
  ] as const) {
    const failure = errorFromResponse(readTranscript(name), asked, asItIs)
    expect(JSON.stringify(failure.body)).not.toContain(secret)
    expect(JSON.stringify(failure.cause)).toContain(secret)
  }
})

test('a budget that is used up is the operator’s to raise', () => {
  for (const status of [402, 412]) {
    expect(errorFromResponse({ status, headers: {}, body: '{}' }, asked, asItIs).error.code).toBe(
      'budget_exceeded',
    )
  }
})

test('a model that was shut down is named as such, even inside OpenRouter’s string', () => {
  const inner = JSON.stringify({
    error: { message: 'The model `x` has been decommissioned', code: 'model_decommissioned' },
  })
  const body = JSON.stringify({
    error: { message: `Invalid response received from openrouter: ${inner}` },
  })
  expect(errorFromResponse({ status: 400, headers: {}, body }, asked, asItIs).error.code).toBe(
    'model_retired',
  )
})

test.each([
  [''],
  ['<html>'],
  ['[]'],
  ['null'],
  ['{"error":null}'],
  ['{"error":"no"}'],
  ['{"message":5}'],
])('a body of %j still gives a sentence', (body) => {
  expect(
    errorFromResponse({ status: 418, headers: {}, body }, asked, asItIs).error.message,
  ).toContain('OpenAI')
})

test.each(['\\u0070k-live-canary', 'pk-live\\u002dcanary', 'pk\\/live-canary'])(
  'a key written with escapes (%s) is masked in what is quoted',
  (spelling) => {
    const body = `{"error":{"message":"Bad key ${spelling}","type":"${spelling}"}}`
    const mask = createMasking(['pk-live-canary', 'pk/live-canary']).text
    const { message } = errorFromResponse({ status: 400, headers: {}, body }, asked, mask).error
    expect(message).toBe('OpenAI refused the request: Bad key ***.')
  },
)

test.each([
  ['{"status":"failure","message":"Something went wrong"}', 500, true],
  ['{"status":"failure","message":"Something went wrong"}', 400, false],
  ['{"error":{"message":"The server had an error"}}', 500, false],
])(
  '%s with %i: the log hints at a gateway that a plain install breaks: %s',
  (body, status, isHinted) => {
    const error = errorFromResponse(
      { status, headers: {}, body },
      { providerId: 'groq', label: 'Groq', model: 'llama', traceId: 't-1' },
      (text) => text,
    )
    expect(JSON.stringify(error.cause).includes('@hono/node-server')).toBe(isHinted)
    expect(error.message).not.toContain('hono')
  },
)
