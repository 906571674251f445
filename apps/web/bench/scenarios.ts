/** Parameters of one run. A rate of null is as fast as the connection takes it. */
export type Scenario = {
  readonly chunks: number
  readonly rate: number | null
  readonly history: number
  /** Runs of a scenario that a goal is about are repeated; the others are there for the picture. */
  readonly isGoal: boolean
}

/** Part of a reply that is sent at one pace. `window` names the parts whose work is measured. */
export type Segment = {
  readonly chunks: number
  readonly rate: number | null
  readonly window: 'first' | 'between' | 'last'
  /** Silence before it, so that work left over from a faster part does not count here. */
  readonly pauseMs: number
}

const sizes = [500, 2000, 8000]
const rates = [50, 200, 1000, null]
const catchUpRate = 2500

export const goalScenarios: readonly Scenario[] = [
  { chunks: 2000, rate: 200, history: 0, isGoal: true },
  { chunks: 2000, rate: 200, history: 100, isGoal: true },
  { chunks: 8000, rate: 1000, history: 0, isGoal: true },
  { chunks: 8000, rate: null, history: 0, isGoal: true },
]

/** Every size at every rate, with and without history; those of the goals are left out. */
export const otherScenarios: readonly Scenario[] = [0, 100].flatMap((history) =>
  sizes.flatMap((chunks) =>
    rates
      .map((rate) => ({ chunks, rate, history, isGoal: false }))
      .filter((scenario) => !goalScenarios.some((goal) => nameOf(goal) === nameOf(scenario))),
  ),
)

export function nameOf({ chunks, rate, history }: Omit<Scenario, 'isGoal'>): string {
  return `${chunks} chunks, ${rate === null ? 'flat out' : `${rate}/s`}, ${history} before`
}

/**
 * How a scenario is sent. Quarter by quarter as a whole where that fits into `sampleMs` twice; of
 * a longer one only the begin and the end at its own rate, with the rest sent quickly between.
 */
export function segmentsOf({ chunks, rate, isGoal }: Scenario, sampleMs: number): Segment[] {
  const quarter = chunks / 4
  if (rate === null) return [{ chunks, rate, window: 'first', pauseMs: 0 }]
  const sample = isGoal ? chunks : Math.round((rate * sampleMs) / 1000)
  if (sample * 2 >= chunks / 2) {
    return [
      { chunks: quarter, rate, window: 'first', pauseMs: 0 },
      { chunks: quarter * 2, rate, window: 'between', pauseMs: 0 },
      { chunks: quarter, rate, window: 'last', pauseMs: 0 },
    ]
  }
  return [
    { chunks: sample, rate, window: 'first', pauseMs: 0 },
    { chunks: chunks - sample * 2, rate: catchUpRate, window: 'between', pauseMs: 0 },
    { chunks: sample, rate, window: 'last', pauseMs: 700 },
  ]
}

/** Whether the time between the windows was at the scenario's own rate, and counts too. */
export function isWhole(segments: readonly Segment[]): boolean {
  return segments.every(({ pauseMs }) => pauseMs === 0)
}
