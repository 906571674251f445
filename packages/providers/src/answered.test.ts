import { expect, test } from 'vitest'
import { answersAs } from './answered.ts'

test.each([
  ['gpt-4o-mini', undefined, 'gpt-4o-mini-2024-07-18'],
  ['claude-haiku-4-5', undefined, 'claude-haiku-4-5-20251001'],
  ['claude-haiku-4-5', undefined, 'us.anthropic.claude-haiku-4-5-20251001-v1:0'],
  ['gpt-oss-120b', 'openai/gpt-oss-120b', 'openai/gpt-oss-120b'],
  ['llama-3.1-70b', 'meta-llama/llama-3.1-70b-instruct', 'meta-llama/llama-3.1-70b-instruct'],
  ['gpt-4.1', undefined, ''],
])('%s (%s) answers as %s', (id, upstream, answered) => {
  expect(answersAs({ id, upstream }, answered)).toBe(true)
})

test.each([
  ['gpt-4.1', 'gpt-4.1-mini'],
  ['gpt-4.1', 'gpt-4.1-mini-2025-04-14'],
  ['auto', 'google/gemini-2.5-pro'],
  ['claude-sonnet-5', 'claude-sonnet-5-5'],
])('%s does not answer as %s', (id, answered) => {
  expect(answersAs({ id }, answered)).toBe(false)
})
