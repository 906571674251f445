import { parseArgs } from 'node:util'
import { endings, verifyLeaving } from '../../e2e/runs/leaving.ts'
import { verifyResume } from '../../e2e/runs/resume.ts'

/**
 * `npm run verify:runs`: real streams cut at 1,000 random bytes and read on, and 1,000 replies left
 * or stopped in each state, with the time until upstream was closed.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '1000' },
  },
})
const count = Number(values.count)
/** The promised time, in milliseconds. */
const promised = 1000
let failed = 0

const resume = await verifyResume({ seed: Number(values.seed), count })
failed += resume.cuts - resume.exact
console.log(
  `read on exactly: ${resume.exact} of ${resume.cuts} cuts (${resume.live} with something left to read)`,
)
for (const failure of resume.failures.slice(0, 20)) console.log(`  FAIL  ${failure}`)

for (const kind of endings) {
  const { asked, times } = await verifyLeaving(kind, count)
  const inTime = times.filter((time) => time <= promised).length
  failed += asked - inTime
  const at = (share: number): string =>
    (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN).toFixed(1)
  console.log(
    `${kind}: upstream closed within 1 s ${inTime} of ${asked} (median ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms)`,
  )
}
process.exit(failed === 0 ? 0 : 1)
