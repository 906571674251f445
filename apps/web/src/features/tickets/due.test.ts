import { expect, test } from 'vitest'
import { dueState } from './due.ts'

const now = Date.parse('2026-11-22T12:00:00.000Z')

test.each([
  [null, 'open', 'none'],
  ['2026-11-22T11:59:00.000Z', 'open', 'overdue'],
  ['2026-11-22T11:59:00.000Z', 'pending', 'overdue'],
  ['2026-11-22T11:59:00.000Z', 'solved', 'later'],
  ['2026-11-22T15:00:00.000Z', 'open', 'soon'],
  ['2026-11-23T15:00:00.000Z', 'open', 'later'],
] as const)('due %s and %s is %s', (dueAt, status, state) => {
  expect(dueState({ dueAt, status }, now)).toBe(state)
})
