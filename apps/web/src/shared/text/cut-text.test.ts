import { array, assert, constantFrom, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import { cutText } from './cut-text.ts'

test.each([
  ['short', 5, 'short'],
  ['longer', 3, 'lon'],
  ['ab😀', 3, 'ab'],
  ['ab👩🏽‍💻c', 6, 'ab'],
  ['cafe\u0301!', 4, 'caf'],
  ['x', 0, ''],
])('%s of at most %i is %j', (text, limit, kept) => {
  expect(cutText(text, limit)).toEqual({ text: kept, cut: text.length - kept.length })
})

test('a letter under ten thousand marks is cut all the same', () => {
  const { text, cut } = cutText(`ab${'\u0301'.repeat(10_000)}`, 300)
  expect([text.length, cut]).toEqual([300, 9702])
})

test('never longer than asked, never more than a cluster shorter, never half a pair', () => {
  const part = constantFrom('a', ' ', '😀', '👩‍👩‍👧', '🇩🇪', 'é', 'e\u0301', 'क्ष')
  const text = array(part, { maxLength: 60 }).map((parts) => parts.join(''))
  assert(
    property(text, integer({ min: 0, max: 150 }), (whole, limit) => {
      const { text: kept, cut } = cutText(whole, limit)
      expect(whole.startsWith(kept)).toBe(true)
      expect(kept.length + cut).toBe(whole.length)
      expect(kept.length).toBeLessThanOrEqual(limit)
      expect(kept.length).toBeGreaterThan(cut > 0 ? limit - 9 : -1)
      expect(kept).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/)
    }),
    { numRuns: 3000 },
  )
})
