import { afterAll, expect, test } from 'vitest'
import { endAll } from '../replicas/rig.ts'
import { fuzzDoors } from './doors.ts'
import { fuzzBodies, fuzzStreams } from './fuzz.ts'

const seed = 20_261_122

afterAll(endAll)

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

test('300 nearly requests over raw sockets at each service: an answer of ours, and all live on', async () => {
  const { counts, failures } = await fuzzDoors({ seed, count: 900 })
  expect(failures).toEqual([])
  for (const name of ['proxy', 'tickets', 'web']) {
    expect(Object.keys(counts).filter((kind) => kind.startsWith(name)).length).toBeGreaterThan(3)
  }
}, 120_000)
