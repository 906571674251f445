import type { Receipt } from '@askdesk/contracts'
import { expect, test } from 'vitest'
import { newReply, type Exchange, type Reply } from '../conversation/conversation.ts'
import { conversationTotals, receiptFacts, receiptGist, totalsWords } from './receipt-facts.ts'
import { formatCost } from '../../../shared/format.ts'

const receipt: Receipt = {
  provider: 'groq',
  requestedModel: 'auto',
  answeredBy: { provider: 'groq', model: 'gpt-oss-120b' },
  ttftMs: 400,
  durationMs: 2400,
  usage: { promptTokens: 1200, completionTokens: 300, totalTokens: 1500 },
  usageIs: 'reported',
  finishReason: 'stop',
  traceId: 'trace',
  cost: { amount: 0.001234, currency: 'USD', is: 'list', listDate: '2026-11-22' },
}

function reply(part: Partial<Reply>): Reply {
  const asked = { provider: 'groq', model: 'auto' } as const
  return { ...newReply('one', asked, 1000), status: 'complete', text: 'Twelve chars', ...part }
}

function exchange(...replies: Reply[]): Exchange {
  return { id: 'x', question: 'Why?', askedAt: 1, replies, shown: 0 }
}

test('each number of a receipt says whether it was reported or estimated', () => {
  expect(receiptFacts(reply({ receipt }))).toEqual([
    { name: 'First words after', value: '400 ms', mark: 'reported' },
    { name: 'Whole answer', value: '2.4 s', mark: 'reported' },
    { name: 'Speed', value: '150 tokens/s', mark: 'reported' },
    { name: 'Tokens', value: '1,200 in, 300 out', mark: 'reported' },
    { name: 'Cost', value: '$0.0012', mark: 'list price of 2026-11-22' },
  ])
  expect(receiptGist(reply({ receipt }))).toBe(
    '400 ms to first words · 150 tokens/s · 300 tokens (reported) · ≈ $0.0012',
  )
})

test('what a provider did not report is marked as estimated, in the line too', () => {
  const estimated = reply({ receipt: { ...receipt, usageIs: 'estimated', cost: undefined } })
  expect(receiptFacts(estimated).map(({ name, mark }) => [name, mark])).toEqual([
    ['First words after', 'reported'],
    ['Whole answer', 'reported'],
    ['Speed', 'estimated'],
    ['Tokens', 'estimated'],
  ])
  expect(receiptGist(estimated)).toBe(
    '400 ms to first words · ≈ 150 tokens/s · ≈ 300 tokens (estimated)',
  )
})

test('without a receipt the page says what it saw, as an estimate', () => {
  const cut = reply({ status: 'interrupted', firstTextAt: 1500, endedAt: 2500 })
  expect(receiptFacts(cut)).toEqual([
    { name: 'First words after', value: '500 ms', mark: 'estimated' },
    { name: 'Whole answer', value: '1.5 s', mark: 'estimated' },
    { name: 'Speed', value: '3 tokens/s', mark: 'estimated' },
    { name: 'Tokens', value: '0 in, 3 out', mark: 'estimated' },
  ])
  expect(receiptFacts(reply({ status: 'answering', receipt }))).toEqual([])
  expect(receiptFacts(reply({ status: 'error', text: '' }))).toEqual([])
})

test('an answer that came in one piece has no speed, and nothing is divided by zero', () => {
  const burst = reply({ receipt: { ...receipt, ttftMs: 5, durationMs: 5 } })
  expect(receiptFacts(burst).map(({ name }) => name)).not.toContain('Speed')
})

test('the running total counts every answer that was paid for, also those asked again', () => {
  const totals = conversationTotals([
    exchange(reply({ receipt }), reply({ receipt })),
    exchange(reply({ receipt: { ...receipt, usageIs: 'estimated', cost: undefined } })),
    exchange(reply({ status: 'answering' })),
  ])
  expect(totals).toEqual({
    replies: 3,
    tokens: 4500,
    tokensAre: 'estimated',
    cost: 0.002468,
    isCostPartial: true,
    isCostReported: false,
  })
  expect(totalsWords(totals)).toBe(
    '3 answers · 4,500 tokens (estimated) · over $0.0025 (estimated)',
  )
  expect(totalsWords(conversationTotals([]))).toBe('')
})

test('money is written with what it takes to tell it from nothing', () => {
  expect([0, 0.0000123, 0.0421, 1.5].map(formatCost)).toEqual([
    '$0',
    '$0.000012',
    '$0.042',
    '$1.50',
  ])
})
