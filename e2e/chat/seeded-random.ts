export type Random = {
  /** A whole number from 0 to below the limit. */
  readonly below: (limit: number) => number
  readonly pick: <Value>(values: readonly [Value, ...Value[]]) => Value
}

/** The same numbers for the same seed (mulberry32), so that a failed run can be run again. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  function below(limit: number): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit)
  }
  return { below, pick: (values) => values[below(values.length)] ?? values[0] }
}
