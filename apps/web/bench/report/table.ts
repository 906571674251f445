import { nameOf } from '../scenarios.ts'
import type { Series } from './series.ts'

const columns: readonly (readonly [string, (series: Series, all: readonly Series[]) => string])[] =
  [
    ['page', ({ page, runs }) => `${page} (${runs})`],
    ['busy', ({ busy }) => whole(busy)],
    ['× naive', (series, all) => ratioTo(series, all, 'naive')],
    ['× blocks', (series, all) => ratioTo(series, all, 'plain-blocks')],
    ['last ÷ first', ({ busyFirst, busyLast }) => two(busyLast / busyFirst)],
    [
      'frame p95 / p99 / max',
      (s) => [s.frameP95, s.frameP99, s.longestFrame].map(whole).join(' / '),
    ],
    ['key p50 / p95', ({ keyP50, keyP95 }) => `${whole(keyP50)} / ${whole(keyP95)}`],
    ['tasks > 50', ({ longTasks, longestTask }) => `${whole(longTasks)} (${whole(longestTask)})`],
    ['end', ({ end }) => whole(end)],
    ['heap MB', ({ heapMb }) => heapMb.toFixed(1)],
    ['nodes', ({ nodes }) => whole(nodes)],
  ]

/** One Markdown table for each scenario. Busy is main-thread time for 1,000 chunks, in milliseconds. */
export function printTable(all: readonly Series[]): string {
  const names = [...new Set(all.map(({ scenario }) => nameOf(scenario)))]
  return names
    .map((name) => {
      const rows = all
        .filter(({ scenario }) => nameOf(scenario) === name)
        .map((series) => `| ${columns.map(([, cell]) => cell(series, all)).join(' | ')} |`)
      const head = `| ${columns.map(([title]) => title).join(' | ')} |`
      return [`### ${name}`, '', head, `|${' --- |'.repeat(columns.length)}`, ...rows].join('\n')
    })
    .join('\n\n')
}

function ratioTo(series: Series, all: readonly Series[], page: Series['page']): string {
  const other = all.find(
    (found) => found.page === page && nameOf(found.scenario) === nameOf(series.scenario),
  )
  return other ? two(series.busy / other.busy) : ''
}

function whole(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value)) : '–'
}

function two(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2) : '–'
}
