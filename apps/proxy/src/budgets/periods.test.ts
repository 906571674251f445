import { expect, test } from 'vitest'
import { isTimeZone, periodAt } from './periods.ts'

test.each([
  [
    'UTC',
    'day',
    '2026-11-26T23:59:59.999Z',
    '2026-11-26T00:00:00.000Z',
    '2026-11-27T00:00:00.000Z',
  ],
  ['UTC', 'month', '2026-12-31T12:00:00Z', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ['UTC', 'month', '2028-02-29T00:00:00Z', '2028-02-01T00:00:00.000Z', '2028-03-01T00:00:00.000Z'],
  // The clocks go back: a day of 25 hours; and forward: one of 23.
  [
    'Europe/Berlin',
    'day',
    '2026-10-25T12:00:00Z',
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
  ],
  [
    'Europe/Berlin',
    'day',
    '2026-03-29T12:00:00Z',
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
  ],
  [
    'Europe/Berlin',
    'month',
    '2026-10-31T23:30:00Z',
    '2026-10-31T23:00:00.000Z',
    '2026-11-30T23:00:00.000Z',
  ],
  [
    'Asia/Kathmandu',
    'day',
    '2026-11-26T18:15:00Z',
    '2026-11-26T18:15:00.000Z',
    '2026-11-27T18:15:00.000Z',
  ],
  [
    'Pacific/Kiritimati',
    'day',
    '2026-11-26T09:59:59Z',
    '2026-11-25T10:00:00.000Z',
    '2026-11-26T10:00:00.000Z',
  ],
  [
    'Pacific/Pago_Pago',
    'day',
    '2026-11-26T11:00:00Z',
    '2026-11-26T11:00:00.000Z',
    '2026-11-27T11:00:00.000Z',
  ],
  // In Cairo the clocks go from 23:59 to 01:00, so that day has no midnight.
  [
    'Africa/Cairo',
    'day',
    '2026-04-24T12:00:00Z',
    '2026-04-23T22:00:00.000Z',
    '2026-04-24T21:00:00.000Z',
  ],
] as const)('in %s the %s of %s is from %s to %s', (timeZone, kind, now, start, end) => {
  const period = periodAt(kind, timeZone, new Date(now))
  expect([period.start.toISOString(), period.end.toISOString()]).toEqual([start, end])
})

test('each instant is in the period that is found for it, and periods meet', () => {
  for (const timeZone of ['UTC', 'Europe/Berlin', 'America/Havana', 'Australia/Lord_Howe']) {
    let at = Date.UTC(2026, 0, 1)
    for (let index = 0; index < 500; index += 1) {
      const { start, end } = periodAt('day', timeZone, new Date(at))
      expect(start.getTime()).toBeLessThanOrEqual(at)
      expect(end.getTime()).toBeGreaterThan(at)
      expect(periodAt('day', timeZone, end).start).toEqual(end)
      at = end.getTime() + 1
    }
  }
})

test('names of time zones are told from other words', () => {
  expect(['UTC', 'Europe/Berlin', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([
    true,
    true,
    false,
    false,
  ])
})
