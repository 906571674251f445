import { describe, expect, test } from 'vitest'
import { readFixture } from '../testing/fixture.ts'
import { providerErrorBody, retiredFault, wrappedPageBody, type ProviderFault } from './errors.ts'
import type { Family } from './types.ts'

describe('an error body is the recorded one', () => {
  const cases: [string, Family, ProviderFault][] = [
    [
      'openai-401',
      'openai',
      {
        status: 401,
        message: 'Incorrect API key provided: sk-fake.',
        type: 'invalid_request_error',
        code: 'invalid_api_key',
      },
    ],
    [
      'openai-400ctx',
      'openai',
      {
        status: 400,
        message: "This model's maximum context length is 128000 tokens.",
        type: 'invalid_request_error',
        code: 'context_length_exceeded',
        param: 'messages',
      },
    ],
    [
      'openai-500',
      'openai',
      { status: 500, message: 'The server had an error', type: 'server_error', code: null },
    ],
    [
      'anthropic-401',
      'anthropic',
      { status: 401, message: 'invalid x-api-key', type: 'authentication_error', code: null },
    ],
    ['anthropic-404', 'anthropic', retiredFault('anthropic', 'claude-3-5-sonnet-20240620')],
    [
      'anthropic-529',
      'anthropic',
      { status: 529, message: 'Overloaded', type: 'overloaded_error', code: null },
    ],
    [
      'groq-429',
      'groq',
      {
        status: 429,
        message: 'Rate limit reached for gpt-4o-mini',
        type: 'requests',
        code: 'rate_limit_exceeded',
      },
    ],
  ]
  test.each(cases)('%s', (fixture, family, fault) => {
    const recorded = readFixture(fixture)
    expect(recorded.status).toBe(fault.status)
    expect(JSON.stringify(providerErrorBody(family, fault))).toBe(recorded.body)
  })

  test('openrouter keeps the provider’s JSON inside the message', () => {
    const recorded = JSON.parse(readFixture('openrouter-401').body)
    const made = providerErrorBody('openrouter', {
      status: 401,
      message: 'No auth',
      type: null,
      code: null,
    })
    expect(Object.keys(made)).toEqual(Object.keys(recorded))
    const { error } = JSON.parse(JSON.stringify(made))
    expect(Object.keys(error)).toEqual(Object.keys(recorded.error))
    expect(error.message).toBe(
      'Invalid response received from openrouter: {"error":{"message":"No auth","code":401}}',
    )
  })

  test.each([
    ['openai-503html', 'openai', '<html><body>503 Service Unavailable</body></html>'],
    [
      'openai-refused',
      'openai',
      'Message: fetch failed Cause: Error: connect ECONNREFUSED 127.0.0.1:9199 Name: TypeError',
    ],
    [
      'anthropic-refused',
      'anthropic',
      'Message: fetch failed Cause: Error: connect ECONNREFUSED 127.0.0.1:9199 Name: TypeError',
    ],
  ] as const)('%s: a page where JSON should be', (fixture, family, page) => {
    expect(JSON.stringify(wrappedPageBody(family, page))).toBe(readFixture(fixture).body)
  })
})
