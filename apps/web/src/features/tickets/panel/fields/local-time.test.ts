import { expect, test } from 'vitest'
import { fromLocalInput, toLocalInput } from './local-time.ts'

test('a time goes into the input and comes out the same, to the minute', () => {
  expect(fromLocalInput(toLocalInput('2026-03-09T07:05:00.000Z'))).toBe('2026-03-09T07:05:00.000Z')
  expect(toLocalInput('2026-03-09T07:05:42.000Z')).toMatch(/^2026-03-\d\dT\d\d:05$/)
})

test('no time and half a time are none', () => {
  expect(toLocalInput(null)).toBe('')
  expect(fromLocalInput('')).toBeNull()
  expect(fromLocalInput('nonsense')).toBeNull()
})
