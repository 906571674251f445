import { expect, test } from 'vitest'
import { createSseReader } from '../../../shared/http/sse.ts'
import { proxiedBody } from './__fixtures__/recorded.ts'
import type { ReplyEvent } from './chat-events.ts'
import { createReplyEventReader } from './reply-events.ts'

function read(text: string, size = Number.POSITIVE_INFINITY): ReplyEvent[] {
  const bytes = new TextEncoder().encode(text)
  const reader = createSseReader()
  const readEvent = createReplyEventReader()
  const events: ReplyEvent[] = []
  for (let at = 0; at < bytes.length; at += size) {
    for (const event of reader.push(bytes.subarray(at, at + size))) events.push(...readEvent(event))
  }
  return events
}

function textOf(events: readonly ReplyEvent[], type: 'text-delta' | 'reasoning-delta'): string {
  return events.map((event) => (event.type === type ? event.text : '')).join('')
}

const recordings: readonly (readonly [name: string, text: string])[] = [
  ['openai-ok', 'Hello there!'],
  ['openai-ok-usage', 'Hello there!'],
  ['openai-crlf', 'Hello'],
  ['openai-utf8split', 'héllo 🎫 世界'],
  ['openai-mid-error', 'Hel'],
  ['openai-mid-eof', 'Hel'],
  ['anthropic-ok', 'Hello'],
  ['anthropic-ok-usage', 'Hello'],
  ['anthropic-mid-error', 'Hello'],
  ['anthropic-thinking-nonstrict', 'Answer.'],
  ['groq-ok', 'Hello'],
  ['groq-ok-usage', 'Hello'],
  ['groq-mid-error-plain', 'Hel'],
  ['openrouter-ok', 'Hello'],
  ['openrouter-ok-usage', 'Hello'],
  ['openrouter-mid-error-nochoice', 'Hel'],
  ['guardrail-input-warn-246-nonstrict', 'Hello there!'],
]

test.each(recordings)('%s is read the same at every chunk size', (name, text) => {
  const body = proxiedBody(name)
  const whole = read(body)
  expect(textOf(whole, 'text-delta')).toBe(text)
  expect(whole.at(0)?.type).toBe('run')
  expect(whole.at(-1)).toMatchObject({ type: 'end', outcome: 'complete' })
  for (let size = 1; size < 400; size++) expect(read(body, size)).toEqual(whole)
})

test('empty tool_calls are not a tool call, real ones are put together by index', () => {
  expect(read(proxiedBody('groq-ok')).some((event) => event.type === 'tool-call')).toBe(false)
  const calls = read(proxiedBody('openai-tools')).filter((event) => event.type === 'tool-call')
  expect(calls[0]).toMatchObject({ index: 0, id: 'call_1', name: 'get_ticket' })
  expect(calls.map((call) => call.argumentsText).join('')).toBe('{"id":"T-42"}')
})

test('thinking is told apart from the answer, in both shapes', () => {
  expect(textOf(read(proxiedBody('openrouter-reasoning')), 'reasoning-delta')).toBe('Think.')
  expect(textOf(read(proxiedBody('anthropic-thinking-nonstrict')), 'reasoning-delta')).toBe(
    'Consider the ticket.',
  )
})

test('the model that answers is the one of chunks with text, not of keep-alives', () => {
  const models = read(proxiedBody('openrouter-ok')).flatMap((event) =>
    event.type === 'answering-model' ? [event.model] : [],
  )
  expect(models).toEqual(['google/gemini-2.5-pro'])
})

test('chunks of no known shape and unknown events are passed over', () => {
  const odd = [
    'null',
    '7',
    '"text"',
    '[]',
    '{}',
    'not json',
    '[DONE]',
    '{"choices":null}',
    '{"choices":{"0":{"delta":{"content":"x"}}}}',
    '{"choices":[null]}',
    '{"choices":[{"delta":null}]}',
    '{"choices":[{"delta":{"tool_calls":null}}]}',
    '{"choices":[{"finish_reason":"stop"}]}',
    '{"hook_results":{}}',
  ]
  expect(read(odd.map((data) => `data: ${data}\n\n`).join(''))).toEqual([])
  expect(read('event: usage\ndata: {"choices":[{"delta":{"content":"x"}}]}\n\n')).toEqual([])
  expect(read('event: run\ndata: {"runId":7}\n\nevent: end\ndata: {}\n\n')).toEqual([])
})

test('a refusal is shown as the answer', () => {
  expect(read('data: {"choices":[{"delta":{"content":null,"refusal":"I cannot."}}]}\n\n')).toEqual([
    { type: 'text-delta', text: 'I cannot.', endsAt: 70 },
  ])
})

const receipt = {
  provider: 'mistral',
  requestedModel: 'auto',
  answeredBy: { provider: 'mistral', model: 'large' },
  ttftMs: 1,
  durationMs: 2,
  usageIs: 'guessed',
  finishReason: 'stop',
  traceId: 'trace',
  newer: { field: true },
}

test('what a newer proxy says is taken as what it is', () => {
  const run = {
    runId: 'r',
    provider: 'mistral',
    requestedModel: 'auto',
    routedProvider: 'mistral',
    routedModel: 'large',
    reason: 'cheaper',
    traceId: 't',
  }
  const error = { message: 'Words.', type: 'new_error', code: 'out_of_paper', retryable: 'perhaps' }
  const end = {
    outcome: 'paused',
    error,
    receipt: { ...receipt, cost: { amount: 1, currency: 'EUR', is: 'guessed' } },
  }
  const events = read(
    `event: run\ndata: ${JSON.stringify(run)}\n\nevent: end\ndata: ${JSON.stringify(end)}\n\n`,
  )
  expect(events).toMatchObject([
    { type: 'run', run: { routedProvider: 'mistral', reason: 'cheaper' } },
    {
      type: 'end',
      outcome: 'interrupted',
      endedAs: 'paused',
      error: { message: 'Words.', code: 'out_of_paper', retryable: false },
      receipt: { provider: 'mistral', usageIs: 'estimated', cost: undefined },
    },
  ])
})

test.each([
  ['a number, as an older proxy writes it', 0.25, { amount: 0.25, currency: 'USD', is: 'list' }],
  [
    'an object',
    { amount: 0.5, currency: 'USD', is: 'reported' },
    { amount: 0.5, currency: 'USD', is: 'reported' },
  ],
])('a cost is read as %s', (_name, cost, expected) => {
  const end = { outcome: 'complete', receipt: { ...receipt, cost } }
  const [event] = read(`event: end\ndata: ${JSON.stringify(end)}\n\n`)
  expect(event).toMatchObject({ outcome: 'complete', receipt: { cost: expected } })
})

test.each(['{"outcome":"complete"}', '{"outcome":"paused","receipt":7,"error":"x"}'])(
  'an end that says no more than %s is an end: nothing is asked for again',
  (data) => {
    expect(read(`event: end\ndata: ${data}\n\n`)).toMatchObject([{ type: 'end' }])
  },
)

const chunk = (delta: unknown, more = {}): string =>
  `data: ${JSON.stringify({ ...more, choices: [{ index: 0, delta }] })}\n\n`

test.each([
  ['reasoning_content (DeepSeek, Qwen)', { reasoning_content: 'hm' }],
  ['reasoning', { reasoning: 'hm' }],
  ['both, which say the same', { reasoning: 'hm', reasoning_content: 'hm' }],
  ['reasoning_details', { reasoning_details: [{ type: 'reasoning.text', text: 'hm' }] }],
  ['a summary in details', { reasoning_details: [{ type: 'reasoning.summary', summary: 'hm' }] }],
  ['content_blocks', { content_blocks: [{ index: 0, delta: { thinking: 'hm' } }] }],
  ['a part of the content', { content: [{ type: 'thinking', thinking: 'hm' }] }],
  [
    'a part in parts (Mistral)',
    { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] }] },
  ],
])('thinking as %s is thinking and no text', (_name, delta) => {
  const events = read(chunk(delta))
  expect(textOf(events, 'reasoning-delta')).toBe('hm')
  expect(textOf(events, 'text-delta')).toBe('')
})

test.each([
  [
    'a list of parts',
    {
      content: [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
    },
  ],
  ['a list of texts', { content: ['a', 'b'] }],
  ['output_text parts', { content: [{ type: 'output_text', text: 'ab' }] }],
  ['text beside a part that is none', { content: [{ type: 'image_url' }, { text: 'ab' }] }],
  ['text behind thinking', { content: [{ type: 'thinking', thinking: 'x' }, { text: 'ab' }] }],
  ['a refusal part', { content: [{ type: 'refusal', refusal: 'ab' }] }],
])('content as %s is the text', (_name, delta) => {
  expect(textOf(read(chunk(delta)), 'text-delta')).toBe('ab')
})

test.each([
  ['a whole message', { choices: [{ message: { content: 'ab' } }] }],
  ['the older completions', { choices: [{ text: 'ab' }] }],
])('text of %s is the text', (_name, data) => {
  expect(textOf(read(`data: ${JSON.stringify(data)}\n\n`), 'text-delta')).toBe('ab')
})

const url = 'https://example.com/a'
test.each([
  [
    'url_citation',
    chunk({ annotations: [{ type: 'url_citation', url_citation: { url, title: 'A' } }] }),
  ],
  ['a flat annotation', chunk({ annotations: [{ type: 'url_citation', url, title: 'A' }] })],
  [
    'a citation of Claude',
    chunk({ content_blocks: [{ delta: { citation: { url, title: 'A' } } }] }),
  ],
  [
    'search results with citations',
    chunk({}, { citations: [url], search_results: [{ url, title: 'A' }] }),
  ],
])('sources as %s are shown', (_name, text) => {
  expect(read(text)).toMatchObject([{ type: 'sources', sources: [{ title: 'A', url }] }])
})

test('bare citations, files and documents are sources, too; what has no name is none', () => {
  const events = read(
    chunk({}, { citations: [url] }) +
      chunk({ annotations: [{ file_citation: { filename: 'terms.pdf' } }, { x: 1 }, null, 7] }) +
      chunk({ content_blocks: [{ delta: { citation: { document_title: 'Terms' } } }] }),
  )
  expect(events.map((event) => event.type === 'sources' && event.sources)).toEqual([
    [{ title: url, url }],
    [{ title: 'terms.pdf' }],
    [{ title: 'Terms' }],
  ])
})
