import { afterEach, expect, test, vi } from 'vitest'
import { linkParts } from './link-parts.ts'
import { longestRun } from '../text/scan-runs.ts'

afterEach(() => vi.restoreAllMocks())

const megabyte = 1_000_000
const hostile: readonly (readonly [string, string, string])[] = [
  ['dashes', 'a-', '@'],
  ['dots', 'a.', '@'],
  ['letters', 'a', ''],
  ['base64', 'QUJDRA+/', '=='],
  ['many at signs', 'a@', ''],
  ['a domain without an end', 'b-', '@b-'],
  ['short runs of them', `${'a-'.repeat(900)}@ `, ''],
  ['runs with many labels', `a@${'b.'.repeat(900)} `, ''],
  ['brackets', `https://x.example/${')'.repeat(1_900)} `, ''],
  ['exclamations', `https://x.example/${'!'.repeat(1_900)}a `, ''],
]

/** How many characters the patterns were given, and how many at once. */
function countWork(text: string): { all: number; longest: number } {
  const given: number[] = []
  const matchAll = String.prototype.matchAll
  vi.spyOn(String.prototype, 'matchAll').mockImplementation(function count(this: string, pattern) {
    // Cutting at spaces is one pass without a way back.
    if (pattern.source !== String.raw`\s+|\S+`) given.push(this.length)
    return matchAll.call(this, pattern)
  })
  linkParts(text)
  vi.restoreAllMocks()
  return { all: given.reduce((sum, length) => sum + length, 0), longest: Math.max(0, ...given) }
}

test.each(hostile)('a line of 1 MB of %s costs what its length costs', (name, piece, end) => {
  const lineOf = (length: number) => piece.repeat(length / piece.length) + end
  const [one, two] = [countWork(lineOf(megabyte)), countWork(lineOf(2 * megabyte))]
  expect(two.longest).toBeLessThanOrEqual(longestRun)
  expect(two.all).toBeLessThanOrEqual(2 * one.all + longestRun)
  const line = lineOf(megabyte)
  const start = performance.now()
  const parts = linkParts(line)
  process.stdout.write(`1 MB of ${name}: ${Math.round(performance.now() - start)} ms\n`)
  expect(parts.map(({ text }) => text).join('')).toBe(line)
})

test('a word of the longest kind is a link, a longer one is text', () => {
  const address = `https://x.example/${'a'.repeat(longestRun - 18)}`
  expect(linkParts(`see ${address} here`)[1]?.href).toBe(address)
  expect(linkParts(`see ${address}a here`)).toHaveLength(1)
})
