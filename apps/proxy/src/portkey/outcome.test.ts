import { describe, expect, test } from 'vitest'
import { readStreamFacts } from './outcome.ts'
import { readTranscript } from '../testing/transcripts.ts'

describe('recorded streams', () => {
  test.each([
    ['openai-ok', 'complete', 'stop', 'gpt-4o-mini-2024-07-18'],
    ['openai-ok-usage', 'complete', 'stop', 'gpt-4o-mini-2024-07-18'],
    ['openai-tools', 'complete', 'tool_calls', 'gpt-4o-mini-2024-07-18'],
    ['anthropic-ok', 'complete', 'stop', 'claude-3-haiku-20240307'],
    ['anthropic-ok-nonstrict', 'complete', 'end_turn', 'claude-3-haiku-20240307'],
    ['anthropic-maxtok', 'length', 'length', 'claude-3-haiku-20240307'],
    ['groq-ok', 'complete', 'stop', 'llama-3.1-8b-instant'],
    ['groq-ok-usage', 'complete', 'stop', 'llama-3.1-8b-instant'],
    ['openrouter-ok', 'complete', 'stop', 'google/gemini-2.5-pro'],
    ['openrouter-reasoning', 'complete', 'stop', 'google/gemini-2.5-pro'],
    ['guardrail-input-warn-246-nonstrict', 'complete', 'stop', 'gpt-4o-mini-2024-07-18'],
    ['anthropic-mid-error', 'error', 'overloaded_error', 'claude-3-haiku-20240307'],
    ['openai-mid-error', 'error', null, 'gpt-4o-mini-2024-07-18'],
    ['openrouter-mid-error', 'error', 'error', 'google/gemini-2.5-pro'],
    ['openrouter-mid-error-nochoice', 'interrupted', null, 'google/gemini-2.5-pro'],
    ['groq-mid-error', 'interrupted', null, 'llama-3.1-8b-instant'],
    ['groq-mid-error-plain', 'interrupted', null, 'llama-3.1-8b-instant'],
    ['openai-mid-reset', 'interrupted', null, 'gpt-4o-mini-2024-07-18'],
    ['openai-mid-eof', 'interrupted', null, 'gpt-4o-mini-2024-07-18'],
    ['anthropic-mid-reset', 'interrupted', null, 'claude-3-haiku-20240307'],
    ['anthropic-unknown-event', 'interrupted', null, 'claude-3-haiku-20240307'],
  ])('%s is %s (%s) by %s', (name, outcome, finishReason, model) => {
    expect(readStreamFacts(readTranscript(name).body)).toMatchObject({
      outcome,
      finishReason,
      model,
    })
  })

  test.each([
    ['openai-ok-usage', 13],
    ['anthropic-ok', 13],
    ['groq-ok-usage', 11],
    ['openrouter-ok', 11],
  ])('%s reports %d tokens', (name, totalTokens) => {
    expect(readStreamFacts(readTranscript(name).body).usage?.totalTokens).toBe(totalTokens)
  })

  test('a stream without usage reports none', () => {
    expect(readStreamFacts(readTranscript('openai-ok').body).usage).toBeUndefined()
  })
})

test('a [DONE] alone proves nothing', () => {
  expect(
    readStreamFacts('data: {"choices":[{"delta":{"content":"x"}}]}\n\ndata: [DONE]\n\n').outcome,
  ).toBe('interrupted')
})

test('a named error event is an error even when finish and [DONE] follow', () => {
  const stream = 'event: error\ndata: {"error":{"type":"rate_limit_error"}}\n\ndata: [DONE]\n\n'
  expect(readStreamFacts(stream)).toMatchObject({
    outcome: 'error',
    failure: { kinds: ['rate_limit_error'] },
  })
})

test('a finish reason inside the text of a reply is text', () => {
  const content = JSON.stringify('"finish_reason":"stop"')
  expect(readStreamFacts(`data: {"choices":[{"delta":{"content":${content}}}]}\n\n`).outcome).toBe(
    'interrupted',
  )
})

test.each([['refusal'], ['content_filter'], ['SAFETY']])('%s is filtered', (reason) => {
  expect(readStreamFacts(`data: {"choices":[{"finish_reason":"${reason}"}]}\n\n`).outcome).toBe(
    'filtered',
  )
})

test.each([
  ['stop', 'complete'],
  ['END_TURN', 'complete'],
  ['eos', 'complete'],
  ['function_call', 'complete'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['pause_turn', 'interrupted'],
  ['malformed_function_call', 'interrupted'],
  ['cancelled', 'interrupted'],
  ['unknown', 'interrupted'],
  ['tool_use_error', 'error'],
])('a reply that ends by %s is %s', (reason, outcome) => {
  const facts = readStreamFacts(`data: {"choices":[{"finish_reason":"${reason}"}]}\n\n`)
  expect(facts).toMatchObject({ outcome, finishReason: reason })
})

test.each([
  ['[]'],
  ['null'],
  ['{"choices":null}'],
  ['{"choices":[{"delta":null}]}'],
  ['{"choices":"x"}'],
  ['{'],
  ['{"error":5,"choices":[]}'],
  ['"x"'],
])('odd data %s does no harm', (data) => {
  expect(['interrupted', 'error']).toContain(readStreamFacts(`data: ${data}\n\n`).outcome)
})
