import type { UsageRow } from '@askdesk/contracts'
import { describe, expect, test } from 'vitest'
import { costAmount, costKind, perAnswer, sumOf } from './usage-words.ts'
import { usageUrl } from './usage-api.ts'

function row(key: string, amount: number, is: UsageRow['cost']['is'], runs = 1): UsageRow {
  const cost = { amount, currency: 'USD' as const, is }
  return { key, runs, promptTokens: 100, completionTokens: 20, cost }
}

describe('the sum of rows says where the money comes from', () => {
  test.each([
    ['none', [], 0, 'reported'],
    ['all reported', [row('a', 1, 'reported'), row('b', 2, 'reported')], 3, 'reported'],
    ['all by list', [row('a', 1, 'list')], 1, 'list'],
    ['of both kinds', [row('a', 1, 'list'), row('b', 2, 'reported')], 3, 'mixed'],
    ['mixed already', [row('a', 1, 'mixed'), row('b', 2, 'mixed')], 3, 'mixed'],
    ['one without a price', [row('a', 1, 'reported'), row('b', 0, 'unknown')], 1, 'unknown'],
  ] as const)('%s', (_name, rows, amount, is) => {
    expect(sumOf(rows).cost).toEqual({ amount, currency: 'USD', is })
  })

  test('answers and tokens, too', () => {
    const { runs, tokens } = sumOf([row('a', 1, 'list', 3), row('b', 1, 'list', 4)])
    expect({ runs, tokens }).toEqual({ runs: 7, tokens: 240 })
  })
})

test.each([
  [{ amount: 12.3, is: 'reported' }, '$12.30'],
  [{ amount: 0.0041, is: 'list' }, '$0.0041'],
  [{ amount: 0, is: 'mixed' }, '$0'],
  [{ amount: 1.5, is: 'unknown' }, '≥ $1.50'],
  [{ amount: 0, is: 'unknown' }, '≥ $0'],
] as const)('%j is shown as %s', (cost, words) => {
  expect(costAmount({ ...cost, currency: 'USD' })).toBe(words)
})

test('what an answer costs on average is as uncertain as the sum', () => {
  const sum = sumOf([row('a', 3, 'unknown', 2), row('b', 1, 'list', 2)])
  expect(perAnswer(sum)).toEqual({ amount: 1, currency: 'USD', is: 'unknown' })
})

test('every kind of cost has its words', () => {
  const kinds = (['reported', 'list', 'mixed', 'unknown'] as const).map(costKind)
  expect(new Set(kinds).size).toBe(4)
})

test.each([
  ['2026-11-26T23:59:59Z', 7, '2026-11-20', '2026-11-27'],
  ['2026-03-01T00:00:00Z', 30, '2026-01-31', '2026-03-02'],
  ['2024-12-31T12:00:00Z', 90, '2024-10-03', '2025-01-01'],
])('seen at %s, the last %i days are whole days with today', (now, days, from, to) => {
  expect(usageUrl({ days, by: 'model' }, new Date(now), 'csv')).toBe(
    `/api/ai/usage?from=${from}&to=${to}&by=model&format=csv`,
  )
})

test('a source of money that this page does not know is said as it is', () => {
  expect(costKind('negotiated')).toBe('negotiated')
  expect(costAmount(row('a', 2, 'negotiated').cost)).toBe('$2.00')
})
