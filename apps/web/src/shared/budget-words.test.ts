import type { BudgetState } from '@askdesk/contracts'
import { expect, test } from 'vitest'
import {
  budgetNews,
  budgetSentence,
  budgetWords,
  formatDollars,
  isNearlyUsed,
  isUsedUp,
} from './budget-words.ts'

const budget: BudgetState = {
  who: 'maya',
  period: 'day',
  unit: 'usd',
  limit: 2,
  used: 1.62,
  warnAt: 1.6,
  // No zone behind it in the words, so this one is local.
  resetsAt: new Date(2026, 10, 27).toISOString(),
}
const all: BudgetState = { ...budget, who: '*', period: 'month', limit: 500, used: 500 }
const tokens: BudgetState = { ...budget, unit: 'tokens', limit: 100_000, used: 98_000 }

test.each([
  [0, '$0'],
  [0.000_000_05, '$0.00000005'],
  [0.0041, '$0.0041'],
  [0.05, '$0.05'],
  [0.5, '$0.50'],
  [12.3, '$12.30'],
  [1234.5, '$1,234.50'],
])('%d dollars are %s', (amount, words) => {
  expect(formatDollars(amount)).toBe(words)
})

test.each([
  [budget, '$1.62 of $2 today'],
  [all, '$500.00 of $500 this month'],
  [tokens, '98,000 of 100,000 tokens today'],
])('a budget says how much of how much is used', (state, words) => {
  expect(budgetWords(state)).toBe(words)
})

test.each([
  [{ used: 1.59 }, false, false],
  [{ used: 1.6 }, true, false],
  [{ used: 1.59, warnAt: undefined }, false, false],
  [{ used: 1.6, warnAt: undefined }, true, false],
  [{ used: 2 }, true, true],
  [{ used: 1.9, soft: true }, false, false],
  [{ used: 2, soft: true }, true, false],
])('with %j it is near its end: %s, used up: %s', (fields, isNear, isUp) => {
  expect([isNearlyUsed({ ...budget, ...fields }), isUsedUp({ ...budget, ...fields })]).toEqual([
    isNear,
    isUp,
  ])
})

test.each([
  [
    budget,
    'Your budget for today: $1.62 of $2 used. A question that could take more than the $0.38 left is refused. It begins anew on 27 Nov, 00:00.',
  ],
  [
    tokens,
    'Your budget for today: 98,000 of 100,000 tokens used. A question that could take more than the 2,000 tokens left is refused. It begins anew on 27 Nov, 00:00.',
  ],
  [
    all,
    'Everybody’s budget for this month is used up: $500.00 of $500. Questions are refused until it begins anew on 27 Nov, 00:00; an administrator can give more.',
  ],
  [
    { ...budget, used: 2.1, soft: true },
    'Your budget for today: $2.10 of $2 used. It only warns: questions are still answered. It begins anew on 27 Nov, 00:00.',
  ],
])('it is said in sentences what is left, and from when on there is more', (state, sentence) => {
  expect(budgetSentence(state)).toBe(sentence)
})

test('the news is short', () => {
  expect(budgetNews(budget)).toBe('Your budget is nearly used up: $1.62 of $2 today.')
  expect(budgetNews(all)).toBe('Everybody’s budget is used up: $500.00 of $500 this month.')
})

test('periods and units of a newer service are said as they are', () => {
  const weekly = { ...budget, period: 'week', unit: 'requests', limit: 100, used: 40 }
  expect(budgetWords(weekly)).toBe('40 of 100 requests this week')
})
