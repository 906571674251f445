import { parseArgs } from 'node:util'
import { fuzzDoors } from '../../e2e/fuzz/doors.ts'
import { fuzzBodies, fuzzStreams, type FuzzReport } from '../../e2e/fuzz/fuzz.ts'

/**
 * `npm run fuzz -- --seed 7`: 10,000 random request bodies and 10,000 random upstream byte streams
 * through the proxy, and 10,000 nearly requests over raw sockets at all three services, with the
 * longest time that one held an event loop. The same seed gives the same cases; `--count` makes them
 * fewer.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    count: { type: 'string', default: '10000' },
  },
})
const options = { seed: Number(values.seed), count: Number(values.count) }
if (!Number.isInteger(options.seed) || !(options.count > 0)) {
  console.error('Use it like npm run fuzz -- --seed 7 --count 1000.')
  process.exit(1)
}
console.log(`seed ${options.seed}`)
const failed =
  show('request bodies', await timed(() => fuzzBodies(options))) +
  show('upstream streams', await timed(() => fuzzStreams(options))) +
  show('nearly requests', await timed(fuzzAllDoors))
process.exit(failed === 0 ? 0 : 1)

async function fuzzAllDoors(): Promise<FuzzReport> {
  const report = await fuzzDoors(options)
  for (const [service, ms] of Object.entries(report.loopHeldMs)) {
    console.log(`${service}: its event loop was held for ${ms.toFixed(1)} ms at the longest`)
  }
  return report
}

async function timed(work: () => Promise<FuzzReport>): Promise<FuzzReport & { seconds: number }> {
  const startedAt = performance.now()
  const report = await work()
  return { ...report, seconds: (performance.now() - startedAt) / 1000 }
}

function show(
  what: string,
  { counts, failures, seconds }: FuzzReport & { seconds: number },
): number {
  console.log(`${options.count} ${what} in ${seconds.toFixed(1)} s: ${failures.length} failed`)
  for (const [kind, count] of Object.entries(counts).toSorted(([, a], [, b]) => b - a)) {
    console.log(`  ${String(count).padStart(6)}  ${kind}`)
  }
  for (const failure of failures.slice(0, 20)) console.log(`  FAIL  ${failure}`)
  return failures.length
}
