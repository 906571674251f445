import { median, type Series } from '../measures/series.ts'

type Goal = {
  readonly figure: string
  /** Divided by this target's figure; as it is without one. */
  readonly against?: string
  readonly most?: number
  readonly least?: number
  readonly digits: number
}

const ours = 'ours'

/** The goals of this proxy. */
const goals: readonly Goal[] = [
  { figure: 'paced µs/chunk', against: 'nginx', most: 2.7, digits: 2 },
  { figure: 'paced µs/chunk', against: 'portkey', most: 0.5, digits: 2 },
  { figure: 'flat µs/chunk', against: 'nginx', most: 1.5, digits: 2 },
  { figure: 'flat µs/chunk', against: 'portkey', most: 1 / 16, digits: 3 },
  { figure: 'µs/request', against: 'portkey', most: 1 / 12, digits: 3 },
  { figure: 'added TTFT p50', most: 0.8, digits: 2 },
  { figure: 'added delay p50', most: 0.2, digits: 2 },
  { figure: 'KiB/open stream', most: 36, digits: 1 },
  { figure: 'MiB/stalled reader', most: 1.5, digits: 2 },
  { figure: 'closed of 200 abandoned', least: 200, digits: 0 },
  { figure: 'last closed after, ms', most: 150, digits: 0 },
  { figure: 'start to first reply, ms', most: 800, digits: 0 },
  { figure: 'resumed exact', least: 1, digits: 0 },
  { figure: 'replies that differ', most: 0, digits: 0 },
]

/** One line a goal: what it is, what was reached, whether that is enough. */
export function judge(series: Series): string[] {
  return goals.flatMap((goal) => {
    const value = reached(series, goal)
    if (value === undefined || Number.isNaN(value)) return []
    const met = value <= (goal.most ?? Infinity) && value >= (goal.least ?? -Infinity)
    const what = goal.against
      ? `${goal.figure}, ${ours} ÷ ${goal.against}`
      : `${goal.figure}, ${ours}`
    const bound =
      goal.most === undefined ? `≥ ${goal.least}` : `≤ ${Number(goal.most.toFixed(goal.digits))}`
    return [
      `${met ? 'met ' : 'MISS'}  ${what.padEnd(44)} ${value.toFixed(goal.digits).padStart(8)}  (${bound})`,
    ]
  })
}

/** Ratios are taken within each round, where both met the same machine; the middle of them counts. */
function reached(series: Series, { figure, against }: Goal): number | undefined {
  if (against === undefined) return series.median(ours, figure)
  const others = series.values(against, figure)
  return median(
    series.values(ours, figure).map((own, round) => own / (others[round] ?? Number.NaN)),
  )
}
