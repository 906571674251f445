import { measureMemory } from '../../apps/tickets/bench/memory.ts'
import { buildServices } from '../build-services.ts'

/**
 * `npm run verify:memory`: the most memory that the tickets API takes with its embedded database, at
 * its first start, at a later one, and in a day's work, beside what a container is promised to need.
 */
const promised = 512
buildServices()
const { firstStart, laterStart, day } = await measureMemory(Number(process.argv[2] ?? 300))
for (const [what, peak] of [
  ['first start', firstStart],
  ['later start', laterStart],
  ["a day's work", day],
] as const) {
  console.log(`${peak <= promised ? 'ok  ' : 'FAIL'}  ${what}: ${peak} MB of ${promised} MB`)
}
process.exit(Math.max(firstStart, laterStart, day) <= promised ? 0 : 1)
