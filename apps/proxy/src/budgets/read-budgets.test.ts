import { expect, test } from 'vitest'
import { readBudgets } from './read-budgets.ts'

const softProblem =
  'entry 1: soft must be true (it only warns), or the share from 0 to 1 at which a person is told, such as 0.8.'
const good = { who: 'maya', period: 'day', unit: 'usd', limit: 2.5 }

function problemsOf(...entries: readonly unknown[]): readonly string[] {
  const result = readBudgets(JSON.stringify(entries))
  return result.ok ? [] : result.problems
}

test('budgets are read with their defaults', () => {
  const text = JSON.stringify([
    good,
    { who: 'each', period: 'month', unit: 'tokens', limit: 0, soft: true, timeZone: 'Asia/Tokyo' },
  ])
  expect(readBudgets(`\uFEFF${text}`)).toEqual({
    ok: true,
    budgets: [
      { ...good, soft: 0.8, timeZone: 'UTC' },
      {
        who: 'each',
        period: 'month',
        unit: 'tokens',
        limit: 0,
        soft: true,
        timeZone: 'Asia/Tokyo',
      },
    ],
  })
  expect(readBudgets('[]')).toEqual({ ok: true, budgets: [] })
})

test.each([
  [{ ...good, who: ' ' }, 'entry 1: who must be a name, “each” or “*”.'],
  [{ ...good, who: undefined }, 'entry 1: who must be a name, “each” or “*”.'],
  [{ ...good, period: 'week' }, 'entry 1: period must be “day” or “month”.'],
  [{ ...good, unit: 'eur' }, 'entry 1: unit must be “usd” or “tokens”.'],
  [{ ...good, limit: '5' }, 'entry 1: limit must be a number.'],
  [{ ...good, limit: -1 }, 'entry 1: limit must be 0 or more.'],
  [{ ...good, unit: 'tokens' }, 'entry 1: limit must be a whole number of tokens.'],
  [{ ...good, soft: 'yes' }, softProblem],
  [{ ...good, soft: 80 }, softProblem],
  [
    { ...good, limit: 1e9 },
    'entry 1: limit is more than can be counted here: at most 5,000,000 dollars, or 1e12 tokens.',
  ],
  [
    { ...good, timeZone: 'Berlin' },
    'entry 1: timeZone is not a time zone that is known here; write it like Europe/Berlin.',
  ],
  [
    { ...good, Limit: 3 },
    'entry 1: has a field “Limit” that is not known; there are who, period, unit, limit, soft and timeZone.',
  ],
  ['maya', 'entry 1: must be an object such as { "who": "each", … }.'],
])('%j is refused in words', (entry, problem) => {
  expect(problemsOf(entry)).toEqual([problem])
})

test('every problem is said, each with its place, and no more than can be read', () => {
  expect(
    problemsOf({ ...good, unit: 'eur' }, good, { ...good, limit: -1, period: 1 }, good),
  ).toEqual([
    'entry 1: unit must be “usd” or “tokens”.',
    'entry 3: period must be “day” or “month”.',
    'entry 3: limit must be 0 or more.',
    'entry 4 sets the same budget as entry 2: keep one.',
  ])
  const many = problemsOf(...Array.from({ length: 50 }, () => 1))
  expect(many).toHaveLength(21)
  expect(many.at(-1)).toBe('and 30 more problems.')
  expect(problemsOf(...Array.from({ length: 1001 }, () => 1))).toEqual([
    'has 1001 entries, more than 1000.',
  ])
})

test('a soft and a hard budget for the same go together', () => {
  expect(problemsOf(good, { ...good, limit: 1, soft: true })).toEqual([])
})

test('text that is no JSON is refused with the line', () => {
  expect(readBudgets('[\n  {"who": "maya",}\n]')).toEqual({
    ok: false,
    problems: [expect.stringMatching(/^is not JSON: line 2, column \d+\.$/)],
  })
  expect(readBudgets('{}')).toMatchObject({ problems: [expect.stringMatching(/^must be a list/)] })
})
