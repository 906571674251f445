/** The amount that a question takes from one budget: of the sum of `key` in its period. Amounts are whole numbers. */
export type Draw = {
  readonly key: string
  /** Used and reserved together never pass it; Infinity where it only warns. */
  readonly limit: number
  readonly amount: number
  /** When the sum may be forgotten, in milliseconds since 1970. */
  readonly forgetAt: number
  /** How much was used before anybody counted, from the ledger. */
  readonly seed: () => Promise<number>
}

export type Level = { readonly used: number; readonly reserved: number }

/** The first draw that does not fit, and how full its budget is. */
export type Taken =
  | { readonly ok: true }
  | { readonly ok: false; readonly draw: Draw; readonly level: Level }

/**
 * Counts what is used and what is promised. All draws of a question are taken in one step or none
 * is, so that of any number of questions at once only as many pass as fit.
 */
export type Meter = {
  /** Reserves under an id of the caller's. `until` is when a reservation counts as forgotten, in milliseconds since 1970. */
  take(id: string, draws: readonly Draw[], until: number): Promise<Taken>
  /** Puts what was really used in the place of what was reserved. `amounts` go by key. */
  settle(id: string, draws: readonly Draw[], amounts: ReadonlyMap<string, number>): void
  read(draws: readonly Omit<Draw, 'amount' | 'limit'>[]): Promise<readonly Level[]>
  /** Resolves when all that was settled is counted, or cannot be. */
  close(): Promise<void>
}
