import { nameOf, type Scenario } from '../scenarios.ts'
import type { Series } from './series.ts'

const pages = ['naive', 'plain', 'plain-blocks', 'askdesk'] as const
const colours = {
  naive: '#b6bfbb',
  plain: '#93a09a',
  'plain-blocks': '#6b7a74',
  askdesk: '#0f7259',
}
const width = 860
const barHeight = 15
const groupGap = 34
const labelWidth = 270
const barRoom = width - labelWidth - 90

type Group = {
  readonly title: string
  readonly scenario: string
  readonly value: (series: Series) => number
  readonly unit: string
}

const groups: readonly Group[] = [
  group('Main thread, 200 chunks/s', 2000, 200, 0, 'busy', 'ms per 1,000 chunks'),
  group('… with 100 messages before', 2000, 200, 100, 'busy', 'ms per 1,000 chunks'),
  group('Main thread, 1,000 chunks/s', 8000, 1000, 0, 'busy', 'ms per 1,000 chunks'),
  group('Key press to paint, p95, 1,000/s', 8000, 1000, 0, 'keyP95', 'ms'),
  group('Frame gap, p99, 1,000/s', 8000, 1000, 0, 'frameP99', 'ms'),
  group('Longest frame, flat out', 8000, null, 0, 'longestFrame', 'ms'),
]

/** The main figures as bars. Shorter is better; each group has a scale of its own. */
export function drawPicture(all: readonly Series[]): string {
  let y = 56
  const parts: string[] = []
  for (const { title, scenario, value, unit } of groups) {
    const found = pages.flatMap((page) => {
      const series = all.find((one) => one.page === page && nameOf(one.scenario) === scenario)
      return series ? [{ page, amount: value(series) }] : []
    })
    const most = Math.max(...found.map(({ amount }) => amount))
    parts.push(text(16, y + 12, title, 'bold'), text(16, y + 30, unit, 'small'))
    for (const { page, amount } of found) {
      const length = Math.max(2, Math.round((amount / most) * barRoom))
      parts.push(
        `<rect x="${labelWidth}" y="${y}" width="${length}" height="${barHeight}" rx="3" fill="${colours[page]}"/>`,
        text(labelWidth + length + 6, y + 12, `${Math.round(amount)}  ${page}`, 'small'),
      )
      y += barHeight + 3
    }
    y += groupGap - barHeight
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" role="img" aria-label="A streamed reply in Askdesk, beside three other pages">`,
    '<style>text{font:13px system-ui,sans-serif;fill:#1a2320}.bold{font-weight:600}.small{font-size:12px;fill:#596660}</style>',
    `<rect width="${width}" height="${y}" rx="10" fill="#ffffff"/>`,
    text(16, 30, 'A streamed reply, in one run on one machine: shorter is better', 'bold'),
    ...parts,
    '</svg>\n',
  ].join('\n')
}

function group(
  title: string,
  chunks: number,
  rate: Scenario['rate'],
  history: number,
  name: 'busy' | 'keyP95' | 'frameP99' | 'longestFrame',
  unit: string,
): Group {
  return {
    title,
    scenario: nameOf({ chunks, rate, history }),
    value: (series) => series[name],
    unit,
  }
}

function text(x: number, y: number, content: string, className: string): string {
  return `<text x="${x}" y="${y}" class="${className}">${content}</text>`
}
