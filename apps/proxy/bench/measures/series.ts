/** Measurements of one target: for every figure its values, one a round. */
export type Series = {
  add(target: string, figure: string, value: number): void
  values(target: string, figure: string): readonly number[]
  /** The middle value, or undefined where nothing was measured. */
  median(target: string, figure: string): number | undefined
  toJSON(): unknown
}

export function createSeries(): Series {
  const figures: Record<string, Record<string, number[]>> = {}
  return {
    add(target, figure, value) {
      ;((figures[target] ??= {})[figure] ??= []).push(value)
    },
    values: (target, figure) => figures[target]?.[figure] ?? [],
    median: (target, figure) => median(figures[target]?.[figure] ?? []),
    toJSON: () => figures,
  }
}

export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((left, right) => left - right)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2
}
