import { applyNamed, type Applied } from './applicable.ts'
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
