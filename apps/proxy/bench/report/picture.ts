import type { Series } from '../measures/series.ts'

type Panel = { readonly figure: string; readonly title: string; readonly digits: number }

const panels: readonly Panel[] = [
  { figure: 'paced µs/chunk', title: 'CPU per chunk, 200 streams at 50 chunks/s (µs)', digits: 1 },
  { figure: 'flat µs/chunk', title: 'CPU per chunk, flat out (µs)', digits: 2 },
  { figure: 'µs/request', title: 'CPU per request of one chunk (µs)', digits: 0 },
  {
    figure: 'added TTFT p50',
    title: 'Added time to the first chunk, lightly loaded (ms)',
    digits: 2,
  },
  { figure: 'KiB/open stream', title: 'Memory per open stream (KiB)', digits: 0 },
]
const width = 720
const labelWidth = 150
const valueWidth = 70
const rowHeight = 20
const titleHeight = 34

const style = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600 }
  .bar { fill: #9aa4b2 }
  .ours { fill: #2f6feb }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .bar { fill: #6e7a8a }
    .ours { fill: #58a6ff }
  }`

/** The main figures as bars, readable on a light and on a dark page. Shorter is better in all. */
export function drawPicture(series: Series, targets: readonly string[]): string {
  let y = 0
  const drawn = panels.map((panel) => {
    const rows = targets.flatMap((target) => {
      const value = series.median(target, panel.figure)
      return value === undefined || target === 'direct' ? [] : [{ target, value }]
    })
    const text = drawPanel(panel, rows, y)
    y += titleHeight + rows.length * rowHeight
    return text
  })
  const height = y + 16
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Costs of this proxy beside others; shorter bars are better">
<style>${style}
</style>
${drawn.join('\n')}
</svg>
`
}

type Row = { readonly target: string; readonly value: number }

function drawPanel({ title, digits }: Panel, rows: readonly Row[], top: number): string {
  const most = Math.max(...rows.map(({ value }) => value), Number.MIN_VALUE)
  const bars = rows.map(({ target, value }, index) => {
    const y = top + titleHeight + index * rowHeight
    const share = Math.max(0, value) / most
    const length = Math.max(1, share * (width - labelWidth - valueWidth)).toFixed(1)
    const kind = target.startsWith('ours') ? 'bar ours' : 'bar'
    return [
      `<text x="${labelWidth - 8}" y="${y + 14}" text-anchor="end">${target}</text>`,
      `<rect class="${kind}" x="${labelWidth}" y="${y + 3}" width="${length}" height="${rowHeight - 6}" rx="2"/>`,
      `<text x="${(labelWidth + Number(length) + 6).toFixed(1)}" y="${y + 14}">${value.toFixed(digits)}</text>`,
    ].join('')
  })
  return [`<text class="title" x="0" y="${top + 24}">${title}</text>`, ...bars].join('\n')
}
