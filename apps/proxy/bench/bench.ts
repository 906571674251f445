import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startHarness } from './harness.ts'
import { measureOneOffs } from './measures/one-offs.ts'
import { measureRounds } from './measures/rounds.ts'
import { createSeries } from './measures/series.ts'
import type { BenchOptions } from './options.ts'
import { judge } from './report/goals.ts'
import { buildTable } from './report/table.ts'
import { startTarget } from './running-target.ts'

/** Measures all targets side by side and prints what came out. */
export async function bench({
  targets,
  parts,
  rounds,
  scale,
  starts,
  save,
}: BenchOptions): Promise<void> {
  const series = createSeries()
  const wants = (part: string): boolean => parts.length === 0 || parts.includes(part)
  const there = targets.filter(({ missing }) => {
    const why = missing?.()
    if (why) console.log(why)
    return !why
  })
  const startedAt = performance.now()
  const harness = await startHarness()
  try {
    const running = []
    for (const target of there) running.push(await startTarget(target, harness.upstreamPort))
    await measureRounds(harness, running, series, { rounds, scale, wants })
    for (const target of running) await target.stop()
    for (const target of there) await measureOneOffs(harness, target, series, { starts, wants })
  } finally {
    harness.stop()
  }
  const names = there.map(({ name }) => name)
  console.log(`\n${buildTable(series, names)}\n\n${judge(series).join('\n')}`)
  console.log(`\n${Math.round((performance.now() - startedAt) / 1000)} s`)
  if (!save) return
  const file = fileURLToPath(new URL('result.json', import.meta.url))
  const descriptions = Object.fromEntries(there.map(({ name, description }) => [name, description]))
  writeFileSync(
    file,
    `${JSON.stringify({ at: new Date(), rounds, descriptions, series }, null, 2)}\n`,
  )
}
