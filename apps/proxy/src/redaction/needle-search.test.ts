import { expect, test } from 'vitest'
import { createNeedleSearch } from './needle-search.ts'

const letters = 'ab'

/** Words of two letters, so that needles overlap, repeat and nearly match all the time. */
function word(seed: number, length: number): Buffer {
  return Buffer.from(
    Array.from({ length }, (_, index) => letters[((seed * 2654435761) >>> (index % 31)) & 1]).join(
      '',
    ),
  )
}

function firstBySearchingEach(bytes: Buffer, needles: readonly Buffer[]): number {
  const places = needles.map((needle) => bytes.indexOf(needle)).filter((place) => place !== -1)
  return places.length === 0 ? -1 : Math.min(...places)
}

test('finds the first of many needles, as a search for each by itself does', () => {
  for (let seed = 1; seed < 3000; seed += 1) {
    const needles = Array.from({ length: 1 + (seed % 5) }, (_, index) =>
      word(seed * 7 + index, 8 + ((seed + index * 3) % 12)),
    )
    const bytes = Buffer.concat([word(seed * 13, 20 + (seed % 11)), word(seed * 29 + 1, 31)])
    const found = createNeedleSearch(needles).find(bytes, 0, bytes.length)
    const text = found && bytes.subarray(found.at, found.at + found.length)
    expect(found?.at ?? -1).toBe(firstBySearchingEach(bytes, needles))
    expect(needles.some((needle) => text?.equals(needle))).toBe(found !== undefined)
  }
})

test('knows how much at the end may be the beginning of a needle', () => {
  const search = createNeedleSearch([Buffer.from('sk-abcdefgh'), Buffer.from('gsk-12345678')])
  const open = (text: string): number => search.openAtEnd(Buffer.from(text))
  expect(open('nothing here')).toBe(0)
  expect(open('a key sk-abc')).toBe(6)
  expect(open('a key gsk-1')).toBe(5)
  expect(open('gsk-12345678')).toBe(0)
  expect(open('task')).toBe(2)
})

test('without needles there is nothing to find', () => {
  const search = createNeedleSearch([])
  expect(search.find(Buffer.from('anything'), 0, 8)).toBeUndefined()
  expect(search.longest).toBe(0)
})
