import { expect, test } from 'vitest'
import { relativeTime } from './time.ts'

const now = Date.parse('2026-11-22T12:00:00.000Z')

test.each([
  ['2026-11-22T11:59:40.000Z', 'now'],
  ['2026-11-22T12:00:30.000Z', 'now'],
  ['2026-11-22T11:18:00.000Z', '42m ago'],
  ['2026-11-22T15:30:00.000Z', 'in 3h'],
  ['2026-11-20T11:00:00.000Z', '2d ago'],
  ['2026-11-01T11:00:00.000Z', '3w ago'],
  ['2024-11-01T11:00:00.000Z', '2y ago'],
])('%s is %s', (iso, words) => expect(relativeTime(iso, now)).toBe(words))
