/** A whole number from 0 to below `limit`. */
export type Random = (limit: number) => number

/** The same numbers for the same seed (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return limit <= 0 ? 0 : ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}
