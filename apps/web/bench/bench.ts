import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions } from 'playwright'
import { measureOpening } from './opening.ts'
import type { BenchOptions } from './options.ts'
import { drawPicture } from './report/picture.ts'
import { printGoals } from './report/goals.ts'
import { printTable } from './report/table.ts'
import { contentProblems, medianOf, type Series } from './report/series.ts'
import { runOnce, type RunOptions, type RunResult } from './run.ts'
import { nameOf, type Scenario } from './scenarios.ts'
import { measureSizes } from './sizes.ts'
import { recordHistory, type Subject, type Urls } from './subjects.ts'
import type { Upstream } from './upstream.ts'

export type BenchSurroundings = {
  readonly browser: Browser
  readonly urls: Urls
  readonly upstream: Upstream
  readonly pictureFile: string
}

const resultFile = fileURLToPath(new URL('result.json', import.meta.url))

/** Measures all pages side by side, prints the figures, and says which goals are reached. */
export async function bench(
  options: BenchOptions,
  { browser, urls, upstream, pictureFile }: BenchSurroundings,
): Promise<void> {
  const sizes = measureSizes()
  const opening = await measureOpening(browser, urls)
  const storage = new Map<number, BrowserContextOptions['storageState']>()
  const histories = new Set(options.scenarios.map(({ history }) => history))
  for (const history of histories) {
    if (history === 0) continue
    const context = await browser.newContext()
    storage.set(history, await recordHistory(await context.newPage(), urls, history))
    await context.close()
  }
  const series = await runAll(options, {
    browser,
    urls,
    upstream,
    storage,
    sampleMs: options.sampleMs,
  })
  console.log(`\n${printTable(series)}\n\n${printGoals(series, opening, sizes)}`)
  if (!options.save) return
  const measuredAt = new Date().toISOString()
  const result = { measuredAt, browser: browser.version(), sizes, opening, series }
  writeFileSync(resultFile, `${JSON.stringify(result, null, 2)}\n`)
  writeFileSync(pictureFile, drawPicture(series))
}

/** Round by round, page after page, so that what else the machine does falls on all alike. */
async function runAll(options: BenchOptions, runOptions: RunOptions): Promise<Series[]> {
  const results = new Map<string, RunResult[]>()
  for (let round = 0; round < options.rounds; round++) {
    for (const scenario of options.scenarios) {
      if (round > 0 && !scenario.isGoal) continue
      for (const subject of options.subjects) {
        // No goal compares with the one text node at other paces, and it takes its time.
        if (!scenario.isGoal && subject.name === 'plain') continue
        const key = keyOf(scenario, subject)
        const result = await runPatiently(subject, scenario, runOptions)
        if (result) results.set(key, [...(results.get(key) ?? []), result])
      }
    }
  }
  return options.scenarios.flatMap((scenario) =>
    options.subjects.flatMap((subject): Series[] => {
      const runs = results.get(keyOf(scenario, subject)) ?? []
      const [first] = runs
      if (!first) return []
      return [{ scenario, page: subject.name, runs: runs.length, ...medianOf(runs) }]
    }),
  )
}

async function runPatiently(
  subject: Subject,
  scenario: Scenario,
  options: RunOptions,
): Promise<RunResult | undefined> {
  try {
    const result = await runOnce(subject, scenario, options)
    console.log(
      `${subject.name.padEnd(12)} ${nameOf(scenario).padEnd(34)} busy ${Math.round(result.busy)}, frame p99 ${Math.round(result.frameP99)}, key p95 ${Math.round(result.keyP95)}, end ${Math.round(result.end)}`,
    )
    for (const problem of contentProblems(result.content, subject)) {
      console.log(`  ${problem}`)
    }
    return result
  } catch (error) {
    console.log(`${subject.name} ${nameOf(scenario)}: ${String(error)}`)
    return undefined
  }
}

function keyOf(scenario: Scenario, subject: Subject): string {
  return `${nameOf(scenario)} ${subject.name}`
}
