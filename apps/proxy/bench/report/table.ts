import type { Series } from '../measures/series.ts'
import { figures, type Figure } from './figures.ts'

/** The figures as a Markdown table: the middle of the rounds, and from where to where they went. */
export function buildTable(series: Series, targets: readonly string[]): string {
  const rows = figures
    .filter(({ name }) => targets.some((target) => series.values(target, name).length > 0))
    .map((figure) => [figure.name, ...targets.map((target) => cell(series, target, figure))])
  const lines = [['', ...targets], ...rows]
  const widths = lines[0]?.map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  )
  const print = (line: readonly string[]): string =>
    `| ${line.map((text, column) => pad(text, widths?.[column] ?? 0, column)).join(' | ')} |`
  const rule = `| ${(widths ?? []).map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  return [print(lines[0] ?? []), rule, ...lines.slice(1).map(print)].join('\n')
}

function cell(series: Series, target: string, { name, digits, sum }: Figure): string {
  const values = series.values(target, name)
  if (values.length === 0) return ''
  if (sum) return String(values.reduce((total, value) => total + value, 0))
  const middle = (series.median(target, name) ?? 0).toFixed(digits)
  const least = Math.min(...values).toFixed(digits)
  const most = Math.max(...values).toFixed(digits)
  return least === most ? middle : `${middle} (${least}–${most})`
}

function pad(text: string, width: number, column: number): string {
  return column === 0 ? text.padEnd(width) : text.padStart(width)
}
