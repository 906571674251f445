import type { Quantiles } from './messages.ts'

/** The middle and nearly the worst of some samples; zero where there are none. */
export function quantiles(samples: readonly number[]): Quantiles {
  const sorted = samples.toSorted((left, right) => left - right)
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { count: sorted.length, p50: at(0.5), p99: at(0.99) }
}
