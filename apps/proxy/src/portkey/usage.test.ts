import { expect, test } from 'vitest'
import { readStreamFacts } from './outcome.ts'
import { readTranscript } from '../testing/transcripts.ts'
import { readUsage } from './usage.ts'

const details = (cached: number) => ({ prompt_tokens_details: { cached_tokens: cached } })

// 20 fresh tokens, 1500 from a cache, 5 out, as each provider tells it behind Portkey.
test.each([
  [
    'anthropic',
    {
      prompt_tokens: 20,
      completion_tokens: 5,
      total_tokens: 1525,
      cache_read_input_tokens: 1500,
      ...details(1500),
    },
  ],
  [
    'bedrock',
    {
      prompt_tokens: 1520,
      completion_tokens: 5,
      total_tokens: 1525,
      cache_read_input_tokens: 1500,
      ...details(1500),
    },
  ],
  ['openai', { prompt_tokens: 1520, completion_tokens: 5, total_tokens: 1525, ...details(1500) }],
  [
    'anthropic without a total',
    { prompt_tokens: 20, completion_tokens: 5, cache_read_input_tokens: 1500 },
  ],
])('%s: all that went in is counted once', (_name, usage) => {
  expect(readUsage(usage)).toEqual({
    promptTokens: 1520,
    completionTokens: 5,
    totalTokens: 1525,
    cachedTokens: 1500,
  })
})

test('what was written to a cache and what was thought is kept', () => {
  expect(
    readUsage({
      prompt_tokens: 20,
      completion_tokens: 50,
      total_tokens: 1570,
      cache_creation_input_tokens: 1500,
      completion_tokens_details: { reasoning_tokens: 30 },
    }),
  ).toEqual({
    promptTokens: 1520,
    completionTokens: 50,
    totalTokens: 1570,
    cacheWriteTokens: 1500,
    reasoningTokens: 30,
  })
})

test('a recorded stream of OpenRouter tells what it cost', () => {
  expect(readStreamFacts(readTranscript('openrouter-ok-usage').body)).toMatchObject({
    cost: 0.00001,
    usage: { promptTokens: 9, completionTokens: 2 },
  })
  expect(readStreamFacts(readTranscript('groq-ok').body).cost).toBeUndefined()
})
