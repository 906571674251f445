import { expect, test } from 'vitest'
import { fuzzBodies, fuzzStreams } from './fuzz.ts'

const seed = 20_261_122

test('300 random request bodies: an answer or a 4xx', async () => {
  const { counts, failures } = await fuzzBodies({ seed, count: 300 })
  expect(failures).toEqual([])
  expect(Object.keys(counts).length).toBeGreaterThan(4)
})

test('300 random upstream byte streams: an honest end, the same bytes for every reader', async () => {
  const { counts, failures } = await fuzzStreams({ seed, count: 300 })
  expect(failures).toEqual([])
  expect(Object.keys(counts).length).toBeGreaterThan(8)
})
