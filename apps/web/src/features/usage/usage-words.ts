import type { UsageRow } from '@askdesk/contracts'

const kinds: Readonly<Record<UsageRow['cost']['is'], string>> = {
  reported: 'reported by the providers',
  list: 'by list prices',
  mixed: 'partly reported, partly by list prices',
  unknown: 'at least; some answers have no price',
}

/** Where an amount of money comes from. */
export function costKind(is: UsageRow['cost']['is']): string {
  return kinds[is]
}

/** The owner of a budget, in words. */
export function budgetOwner(who: string): string {
  return who === '*' ? 'All together' : who
}

/** Money and answers of all rows together. */
export function sumOf(rows: readonly UsageRow[]) {
  const kindsOfCost = new Set(rows.map(({ cost }) => cost.is))
  const [only] = kindsOfCost
  const is = kindsOfCost.has('unknown')
    ? 'unknown'
    : kindsOfCost.size === 1 && only
      ? only
      : 'mixed'
  return {
    amount: rows.reduce((sum, { cost }) => sum + cost.amount, 0),
    runs: rows.reduce((sum, { runs }) => sum + runs, 0),
    tokens: rows.reduce((sum, row) => sum + row.promptTokens + row.completionTokens, 0),
    is,
  } as const
}
