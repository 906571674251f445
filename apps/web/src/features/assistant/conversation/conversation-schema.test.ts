import { expect, test } from 'vitest'
import { readConversation } from './conversation-schema.ts'

const receipt = {
  provider: 'groq',
  requestedModel: 'auto',
  answeredBy: { provider: 'groq', model: 'gpt-oss-120b' },
  ttftMs: 1,
  durationMs: 2,
  usageIs: 'reported',
  finishReason: 'stop',
  traceId: 'trace',
}
const reply = {
  id: 'one',
  status: 'complete',
  text: 'The answer',
  reasoning: '',
  asked: { provider: 'groq', model: 'auto' },
  startedAt: 1,
  offset: 0,
}

function stored(...changes: object[]): string {
  const exchanges = changes.map((change, index) => ({
    id: String(index),
    question: 'Why?',
    askedAt: 1,
    replies: [{ ...reply, ...change }],
    shown: 0,
  }))
  const rest = { draft: '', picked: null, includeNotes: false }
  return JSON.stringify({ version: 1, exchanges, ...rest })
}

function repliesOf(text: string) {
  const read = readConversation(text)
  if (!read.ok) throw new Error(read.problem)
  return read.conversation.exchanges.map(({ replies }) => replies[0])
}

test('a number that was stored as a cost is list price', () => {
  expect(repliesOf(stored({ receipt: { ...receipt, cost: 0.01 } }))).toMatchObject([
    { receipt: { cost: { amount: 0.01, currency: 'USD', is: 'list' } } },
  ])
})

test.each([
  ['an error of a newer proxy', { error: { message: 'Words.', type: 'x', code: 'new_code' } }],
  ['an error that is none', { error: 'odd' }],
  ['a receipt that is none', { receipt: 7 }],
  ['a provider that is not known here', { asked: { provider: 'mistral', model: 'large' } }],
  ['a status that is not known here', { status: 'paused' }],
  ['a mark that is not known here', { mark: { value: 3 } }],
  ['a run that is none', { run: [] }],
])('%s loses no word of the conversation', (_name, change) => {
  const texts = repliesOf(stored({}, change, {})).map((each) => each?.text)
  expect(texts).toEqual(['The answer', 'The answer', 'The answer'])
})
