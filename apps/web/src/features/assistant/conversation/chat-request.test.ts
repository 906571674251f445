import { expect, test } from 'vitest'
import { newReply, type Exchange, type Reply } from './conversation.ts'
import { composeMessages, composeRequest, estimateTokens, systemMessage } from './chat-request.ts'

const fence = '3f9a0c71d2e8'

const picked = { provider: 'aws', model: 'claude-3-haiku' } as const

function exchange(question: string, ...replies: Partial<Reply>[]): Exchange {
  return {
    id: question,
    question,
    askedAt: 0,
    replies: replies.map((reply) => ({ ...newReply('r', picked, 0), ...reply })),
    shown: replies.length - 1,
  }
}

test('the request holds the instructions, the ticket, the talk so far and the question', () => {
  const request = composeRequest({
    fence,
    exchanges: [exchange('One?', { status: 'complete', text: 'First.' })],
    context: 'TICKET',
    question: ' Two? ',
    picked,
  })
  expect(request).toEqual({
    provider: 'aws',
    model: 'claude-3-haiku',
    messages: [
      { role: 'system', content: systemMessage(fence) },
      { role: 'user', content: 'TICKET' },
      { role: 'user', content: 'One?' },
      { role: 'assistant', content: 'First.' },
      { role: 'user', content: 'Two?' },
    ],
  })
})

test.each([
  ['complete', 'text', true],
  ['length', 'text', true],
  ['stopped', 'text', true],
  ['interrupted', 'text', true],
  ['interrupted', '', false],
  ['stopped', '', false],
  ['error', '', false],
  ['error', 'text', false],
  ['filtered', 'text', false],
] as const)('a reply that is %s with "%s" is part of the talk: %s', (status, text, isPart) => {
  const { messages } = composeMessages({
    fence,
    exchanges: [exchange('One?', { status, text })],
    context: null,
    question: 'Two?',
  })
  expect(messages).toHaveLength(isPart ? 4 : 2)
})

test('only the reply that is shown counts', () => {
  const twice = exchange(
    'One?',
    { status: 'complete', text: 'A' },
    { status: 'complete', text: 'B' },
  )
  const { messages } = composeMessages({
    fence,
    exchanges: [{ ...twice, shown: 0 }],
    context: null,
    question: '',
  })
  expect(messages.slice(1)).toEqual([
    { role: 'user', content: 'One?' },
    { role: 'assistant', content: 'A' },
  ])
})

test('the oldest exchanges give way, and the request says so', () => {
  const exchanges = Array.from({ length: 10 }, (_, index) =>
    exchange(`${index}?`, { status: 'complete', text: 'x'.repeat(100) }),
  )
  const composed = composeMessages({
    fence,
    exchanges,
    context: null,
    question: 'now?',
    maxHistoryCharacters: 320,
  })
  expect(composed.omittedExchanges).toBe(7)
  expect(composed.messages[0]?.content).toContain('The first 7 questions')
  expect(composed.messages[1]?.content).toBe('7?')
})

test('tokens are estimated by script', () => {
  expect(estimateTokens([{ role: 'user', content: 'a'.repeat(400) }])).toBe(104)
  expect(estimateTokens([{ role: 'user', content: '世'.repeat(100) }])).toBe(104)
})
