import type { BudgetState, UsageRow } from '@askdesk/contracts'

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

export function formatDollars(amount: number): string {
  if (amount === 0) return '$0'
  return amount >= 1 ? `$${amount.toFixed(2)}` : `$${Number(amount.toPrecision(2))}`
}

/** `$4.10 of $50 this month`. */
export function budgetWords({ unit, used, limit, period }: BudgetState): string {
  const amount = (value: number): string =>
    unit === 'usd' ? formatDollars(value) : `${Math.round(value).toLocaleString('en')} tokens`
  return `${amount(used)} of ${amount(limit)} ${period === 'day' ? 'today' : 'this month'}`
}

/** The owner of a budget, in words. */
export function budgetOwner(who: string): string {
  return who === '*' ? 'All together' : who
}

/** Whether a budget comes near its end, and should be spoken of. */
export function isNearlyUsed({ soft, warnAt, limit, used }: BudgetState): boolean {
  return used >= (soft ? limit : (warnAt ?? limit * 0.8))
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
