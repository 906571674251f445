import type { Opening } from '../opening.ts'
import type { Sizes } from '../sizes.ts'
import { median, type Figures, type Series } from './series.ts'

type Goal = {
  readonly name: string
  readonly limit: number
  readonly value: (find: Find) => number | undefined
}

type Find = (page: Series['page'], scenario: string) => Series | undefined

const paced = '2000/200/0'
const pacedWithHistory = '2000/200/100'
const fast = '8000/1000/0'
const flatOut = '8000/null/0'

const goals: readonly Goal[] = [
  ['busy at 200/s ÷ naive', 0.4, ratio('busy', 'naive', paced)],
  ['busy at 200/s with 100 messages ÷ without', 1.1, history],
  ['busy at 1,000/s ÷ naive', 0.6, ratio('busy', 'naive', fast)],
  ['last ÷ first quarter at 200/s', 1.1, growth],
  ['tasks over 50 ms at 200/s', 0, figure('longTasks', paced)],
  ['tasks over 50 ms at 1,000/s', 0, figure('longTasks', fast)],
  ['frame p99 at 200/s ÷ plain', 1.3, ratio('frameP99', 'plain', paced)],
  ['frame p99 at 1,000/s ÷ plain', 1.3, ratio('frameP99', 'plain', fast)],
  ['frame p99 at 1,000/s ÷ plain-blocks', 1.3, ratio('frameP99', 'plain-blocks', fast)],
  ['key p95 at 200/s ÷ plain', 1.3, ratio('keyP95', 'plain', paced)],
  ['key p95 at 1,000/s ÷ plain', 1.3, ratio('keyP95', 'plain', fast)],
  ['last byte to last paint at 200/s, frames', 2, end(paced)],
  ['last byte to last paint at 1,000/s, frames', 2, end(fast)],
  ['flat out: end ÷ naive', 0.7, ratio('end', 'naive', flatOut)],
  ['flat out: longest frame ÷ naive', 0.25, ratio('longestFrame', 'naive', flatOut)],
].map(([name, limit, value]) => ({ name, limit, value }) as Goal)

/** Each goal with what was reached. */
export function printGoals(all: readonly Series[], opening: Opening, sizes: Sizes): string {
  const find: Find = (page, wanted) =>
    all.find(({ page: found, scenario }) => {
      const { chunks, rate, history: before } = scenario
      return found === page && `${chunks}/${rate}/${before}` === wanted
    })
  const lines = goals.map(({ name, limit, value }) => line(name, limit, value(find)))
  const opened = line('drawer open to first suggestion, ms', 100, median(opening.warm))
  const cold = `        ${median(opening.cold).toFixed(0)} ms when clicked before its code was fetched`
  const drawer = line("the drawer's chunk, KB gzip", 75, sizes.drawer)
  const lazy = `        ${sizes.highlighter.toFixed(1)} KB more for the first code, ${sizes.math.toFixed(1)} KB for the first formula`
  return [...lines, opened, cold, drawer, lazy, ...countProblems(all)].join('\n')
}

function line(name: string, limit: number, value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return `–       ${name}: not measured`
  const isReached = value <= limit
  return `${isReached ? 'reached' : 'MISSED '} ${name}: ${digits(value, limit)} (at most ${limit})`
}

/** As many digits as it takes to see on which side of its limit a value is. */
function digits(value: number, limit: number): string {
  const short = value.toFixed(2)
  return Number(short) === limit && value !== limit ? value.toFixed(4) : short
}

/** Every page that draws Markdown shows the same number of everything. */
function countProblems(all: readonly Series[]): string[] {
  return all.flatMap((series) => {
    if (series.page !== 'askdesk') return []
    const naive = all.find(({ page, scenario }) => page === 'naive' && scenario === series.scenario)
    const counts = JSON.stringify(series.content)
    if (!naive || JSON.stringify(naive.content) === counts) return []
    return [`MISSED  content: ${counts} instead of ${JSON.stringify(naive.content)}`]
  })
}

function ratio(name: keyof Figures, to: Series['page'], scenario: string): Goal['value'] {
  return (find) => {
    const own = find('askdesk', scenario)
    const other = find(to, scenario)
    return own && other && own[name] / other[name]
  }
}

function figure(name: keyof Figures, scenario: string): Goal['value'] {
  return (find) => find('askdesk', scenario)?.[name]
}

function end(scenario: string): Goal['value'] {
  return (find) => {
    const own = find('askdesk', scenario)
    // The clock of a page tells tenths: a frame of this run is what it says a frame is.
    return own && own.end / own.frameP50
  }
}

function history(find: Find): number | undefined {
  const without = find('askdesk', paced)
  const withHistory = find('askdesk', pacedWithHistory)
  return without && withHistory && withHistory.busy / without.busy
}

function growth(find: Find): number | undefined {
  const own = find('askdesk', paced)
  return own && own.busyLast / own.busyFirst
}
