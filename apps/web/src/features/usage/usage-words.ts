import type { UsageRow } from '@askdesk/contracts'
import { formatDollars } from '../../shared/budget-words.ts'

const kinds: Readonly<Record<string, string>> = {
  reported: 'reported by the providers',
  list: 'by list prices',
  mixed: 'partly reported, partly by list prices',
  unknown: 'at least; some answers have no price',
}

/** Where an amount of money comes from. */
export function costKind(is: UsageRow['cost']['is']): string {
  return kinds[is] ?? is
}

/** The owner of a budget, in words. */
export function budgetOwner(who: string): string {
  return who === '*' ? 'All together' : who
}

/** An amount as far as it is known: where some answers have no price it is a lower bound. */
export function costAmount({ amount, is }: UsageRow['cost']): string {
  return is === 'unknown' ? `≥ ${formatDollars(amount)}` : formatDollars(amount)
}

export type UsageSum = Pick<UsageRow, 'runs' | 'cost'> & { readonly tokens: number }

/** Money and answers of all rows together. */
export function sumOf(rows: readonly UsageRow[]): UsageSum {
  return {
    cost: {
      amount: rows.reduce((sum, { cost }) => sum + cost.amount, 0),
      currency: 'USD',
      is: kindOf(rows),
    },
    runs: rows.reduce((sum, { runs }) => sum + runs, 0),
    tokens: rows.reduce((sum, row) => sum + row.promptTokens + row.completionTokens, 0),
  }
}

function kindOf(rows: readonly UsageRow[]): UsageRow['cost']['is'] {
  const found = new Set(rows.map(({ cost }) => cost.is))
  if (found.has('unknown')) return 'unknown'
  if (found.size > 1) return 'mixed'
  return [...found][0] ?? 'reported'
}

/** The mean cost of an answer. */
export function perAnswer({ cost, runs }: UsageSum): UsageRow['cost'] {
  return { ...cost, amount: cost.amount / runs }
}
