import type { Payer } from '../ledger/payer.ts'
import type { Budget } from './read-budgets.ts'
import { periodAt, type Period } from './periods.ts'

/** A budget as it stands for one payer now. */
export type Applied = {
  readonly budget: Budget
  /** The sum that it limits: of whom, in which unit and period. */
  readonly key: string
  readonly period: Period
  /** Whether a row of the ledger counts for it. */
  readonly counts: (row: Payer) => boolean
}

/**
 * The budgets that a question of this payer counts for: those of all, those of their name, and of
 * `each` where they have none of their own for the same period, unit and strictness.
 */
export function applyBudgets(budgets: readonly Budget[], payer: Payer, now: Date): Applied[] {
  const own = budgets.filter((budget) => isNamed(budget, payer))
  const has = (each: Budget): boolean =>
    own.some(
      ({ period, unit, soft }) =>
        period === each.period && unit === each.unit && (soft === true) === (each.soft === true),
    )
  return budgets.flatMap((budget) => {
    if (budget.who === '*') return [apply(budget, now, '*', () => true)]
    if (budget.who === 'each') {
      return has(budget) ? [] : [apply(budget, now, idOf(payer), isRowOf(payer))]
    }
    return isNamed(budget, payer) ? [applyNamed(budget, now)] : []
  })
}

/** A budget with a name, whoever asks. */
export function applyNamed(budget: Budget, now: Date): Applied {
  return apply(budget, now, `name ${budget.who}`, (row) => isNamed(budget, row))
}

function apply(budget: Budget, now: Date, subject: string, counts: Applied['counts']): Applied {
  const period = periodAt(budget.period, budget.timeZone, now)
  const key = [budget.unit, budget.period, period.start.toISOString(), subject].join(' ')
  return { budget, key, period, counts }
}

function isNamed({ who }: Budget, { owner, person }: Payer): boolean {
  return who === person || who === owner
}

/** Without a sign-in all have one owner, and the name that they act by tells them apart. */
function idOf({ owner, person }: Payer): string {
  return owner === 'anonymous' ? `each ${owner} ${person}` : `each ${owner}`
}

function isRowOf(payer: Payer): Applied['counts'] {
  const id = idOf(payer)
  return (row) => idOf(row) === id
}
