import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startHarness } from './harness.ts'
import { measureOneOffs } from './measures/one-offs.ts'
import { measureRounds } from './measures/rounds.ts'
import { createSeries, type Series } from './measures/series.ts'
import type { BenchOptions } from './options.ts'
import { judge } from './report/goals.ts'
import { drawPicture } from './report/picture.ts'
import { buildTable } from './report/table.ts'
import { startTarget } from './running-target.ts'
import type { Target } from './targets/target.ts'

/** Measures all targets side by side and prints what came out. */
export async function bench({
  targets,
  parts,
  rounds,
  scale,
  starts,
  repeats,
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
    for (const target of there) {
      // Our own proxy is measured more closely.
      const times = target.name.startsWith('ours') ? repeats : 1
      await measureOneOffs(harness, target, series, { starts, repeats: times, wants })
      console.log(`${target.name}: start, memory and abandoned streams`)
    }
  } finally {
    harness.stop()
  }
  const names = there.map(({ name }) => name)
  console.log(`\n${buildTable(series, names)}\n\n${judge(series).join('\n')}`)
  console.log(`\n${Math.round((performance.now() - startedAt) / 1000)} s`)
  if (save) saveResult(series, there, rounds)
}

/** Keeps the figures beside the code and draws them for the README. */
function saveResult(series: Series, targets: readonly Target[], rounds: number): void {
  const descriptions = Object.fromEntries(
    targets.map(({ name, description }) => [name, description]),
  )
  const result = { at: new Date(), node: process.version, rounds, descriptions, series }
  writeFileSync(pathOf('result.json'), `${JSON.stringify(result, null, 2)}\n`)
  const names = targets.map(({ name }) => name)
  mkdirSync(pathOf('../../../docs'), { recursive: true })
  writeFileSync(pathOf('../../../docs/bench-proxy.svg'), drawPicture(series, names))
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url))
}
