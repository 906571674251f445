import type { BudgetState } from '@askdesk/contracts'
import { applyNamed, type Applied } from './applicable.ts'
import type { Payer } from '../ledger/payer.ts'
import { toDollars } from '../ledger/money.ts'
import type { Budget } from './read-budgets.ts'

/** For an admin: what counts for themselves, and everybody's budget that has a name. */
export function applyForAdmin(
  budgets: readonly Budget[],
  own: readonly Applied[],
  now: Date,
): Applied[] {
  const shown = new Set(own.map(({ budget }) => budget))
  const others = budgets.filter(
    (budget) => budget.who !== '*' && budget.who !== 'each' && !shown.has(budget),
  )
  return [...own, ...others.map((budget) => applyNamed(budget, now))]
}

/** How far a budget is used up, as the page shows it. */
export function stateOf({ budget, period }: Applied, payer: Payer, used: number): BudgetState {
  return {
    who: budget.who === 'each' ? payer.person : budget.who,
    period: budget.period,
    unit: budget.unit,
    limit: budget.limit,
    used: budget.unit === 'usd' ? toDollars(used) : used,
    resetsAt: period.end.toISOString(),
    ...(budget.soft === true ? { soft: true } : { warnAt: budget.limit * budget.soft }),
  }
}
