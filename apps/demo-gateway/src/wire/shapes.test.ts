import { describe, expect, test } from 'vitest'
import { payloads, readFixture } from '../testing/fixture.ts'
import { chunkEvent, doneEvent, replyEvents } from './reply-events.ts'
import { shapes } from './shapes.ts'
import type { Family, FinishReason, ReplyFacts } from './types.ts'

const reply: ReplyFacts = {
  id: 'chatcmpl-fake1',
  createdMs: 1_700_000_000_000,
  requestedModel: 'gpt-4o-mini',
  model: 'gpt-4o-mini-2024-07-18',
  fingerprint: 'fp_fake',
  includeUsage: false,
  strict: true,
  usage: { promptTokens: 9, completionTokens: 4 },
}
const claude: ReplyFacts = {
  ...reply,
  id: 'anthropic-1795333018148',
  createdMs: 1_795_333_018_148,
  requestedModel: 'claude-3-haiku-20240307',
  model: 'claude-3-haiku-20240307',
}
const groq: ReplyFacts = {
  ...reply,
  id: 'chatcmpl-groq1',
  model: 'llama-3.1-8b-instant',
  usage: { promptTokens: 9, completionTokens: 2 },
}
const router: ReplyFacts = {
  ...reply,
  id: 'gen-fake1',
  requestedModel: 'openrouter/auto',
  model: 'google/gemini-2.5-pro',
  usage: { promptTokens: 9, completionTokens: 2 },
}
const recordedTool = { name: 'get_ticket', argumentPieces: ['{"id"', ':"T-', '42"}'] }

/** Payloads with the fields that time decides put aside. */
function timeless(body: readonly string[]): unknown[] {
  return body.map((data) =>
    data === '[DONE]'
      ? data
      : JSON.parse(data, (key, value: unknown) =>
          key === 'created' || (key === 'id' && /^(?:anthropic-)?\d+$/.test(String(value)))
            ? 'time'
            : value,
        ),
  )
}

/** Events as text, one a line, in which the order of the fields counts too. */
function made(events: readonly { readonly data: string }[]): string {
  return asLines(events.map((event) => event.data))
}

function recorded(fixture: string): string {
  return asLines(payloads(readFixture(fixture).body))
}

function asLines(body: readonly string[]): string {
  return timeless(body)
    .map((value) => JSON.stringify(value))
    .join('\n')
}

describe('a good stream is the recorded one, field by field', () => {
  const cases: [string, Family, ReplyFacts, string[], FinishReason][] = [
    ['openai-ok', 'openai', reply, ['Hel', 'lo', ' there', '!'], 'stop'],
    [
      'openai-ok-usage',
      'openai',
      { ...reply, includeUsage: true },
      ['Hel', 'lo', ' there', '!'],
      'stop',
    ],
    ['anthropic-ok', 'anthropic', claude, ['Hel', 'lo'], 'stop'],
    ['anthropic-ok-nonstrict', 'anthropic', { ...claude, strict: false }, ['Hel', 'lo'], 'stop'],
    ['anthropic-maxtok', 'anthropic', claude, ['Hel', 'lo'], 'length'],
    ['anthropic-refusal', 'anthropic', claude, ['Hel', 'lo'], 'refusal'],
    ['groq-ok', 'groq', groq, ['Hel', 'lo'], 'stop'],
    ['groq-ok-usage', 'groq', { ...groq, includeUsage: true }, ['Hel', 'lo'], 'stop'],
    ['openrouter-ok', 'openrouter', router, ['Hel', 'lo'], 'stop'],
  ]
  test.each(cases)('%s', (fixture, family, facts, pieces, reason) => {
    expect(made(replyEvents(shapes[family], facts, pieces, reason))).toBe(recorded(fixture))
  })
})

describe('a stream that calls a tool is the recorded one', () => {
  test('openai-tools', () => {
    const shape = shapes.openai
    const facts = { ...reply, includeUsage: true }
    const events = [
      ...shape.toolCall(facts, { ...recordedTool, id: 'call_1' }),
      ...shape.ending(facts, 'tool_calls').slice(0, 1),
    ].map((chunk) => chunkEvent('tool', chunk))
    const first = payloads(readFixture('openai-tools').body).slice(0, events.length)
    expect(made(events)).toBe(asLines(first))
  })

  test('anthropic-tools', () => {
    const facts = { ...claude, usage: { promptTokens: 9, completionTokens: 20 } }
    const events = [
      ...[
        ...shapes.anthropic.toolCall(facts, { ...recordedTool, id: 'toolu_01fake' }),
        ...shapes.anthropic.ending(facts, 'tool_calls'),
      ].map((chunk) => chunkEvent('tool', chunk)),
      doneEvent,
    ]
    expect(made(events)).toBe(recorded('anthropic-tools'))
  })
})

describe('a thinking stream is the recorded one', () => {
  test('anthropic-thinking: empty deltas where the thoughts were', () => {
    const facts = { ...claude, usage: { promptTokens: 9, completionTokens: 30 } }
    const answer = replyEvents(shapes.anthropic, facts, ['Answer.'])
    const events = [
      ...answer.slice(0, 2),
      ...shapes.anthropic
        .reasoning(facts, 'Consider the ticket.')
        .map((chunk) => chunkEvent('reasoning', chunk)),
      ...answer.slice(2),
    ]
    expect(made(events)).toBe(recorded('anthropic-thinking'))
  })

  test('openrouter-reasoning: the thoughts in a field of their own', () => {
    const answer = replyEvents(shapes.openrouter, router, ['Hel', 'lo'])
    const events = [
      ...answer.slice(0, 2),
      ...shapes.openrouter
        .reasoning(router, 'Think.')
        .map((chunk) => chunkEvent('reasoning', chunk)),
      ...answer.slice(2),
    ]
    expect(made(events)).toBe(recorded('openrouter-reasoning'))
  })

  test('not strict, Claude’s thoughts come as blocks, as recorded', () => {
    const loose = { ...claude, strict: false }
    const [thought] = shapes.anthropic.reasoning(loose, 'Consider the ticket.')
    const third = payloads(readFixture('anthropic-thinking-nonstrict').body)[2] ?? ''
    expect(asLines([JSON.stringify(thought)])).toBe(asLines([third]))
  })
})

describe('a stream that breaks off is the recorded one', () => {
  const cases: [string, Family, ReplyFacts][] = [
    ['openai-mid-error', 'openai', reply],
    ['anthropic-mid-error', 'anthropic', claude],
    ['openrouter-mid-error', 'openrouter', router],
    ['groq-mid-error', 'groq', groq],
  ]
  test.each(cases)('%s', (fixture, family, facts) => {
    const broken = shapes[family].midError(facts)
    const all = payloads(readFixture(fixture).body)
    const last = [
      ...broken.chunks.map((chunk) => JSON.stringify(chunk)),
      ...(broken.done ? ['[DONE]'] : []),
    ]
    expect(asLines(last)).toBe(asLines(all.slice(all.length - last.length)))
    // Nothing in it may look like success.
    expect(last.join('')).not.toContain('"finish_reason":"stop"')
    expect(all.includes('[DONE]')).toBe(broken.done)
  })
})
