import type { BudgetState } from '@askdesk/contracts'

/** `$12.30`, `$0.0041`: cents, and two digits of what is less than that. */
export function formatDollars(amount: number): string {
  if (amount === 0) return '$0'
  const digits = amount >= 0.1 ? 2 : Math.min(8, 1 - Math.floor(Math.log10(amount)))
  return `$${amount.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: digits })}`
}

/** `$4.10 of $50 this month`. */
export function budgetWords(budget: BudgetState): string {
  return `${usedOfLimit(budget)} ${spanOf(budget)}`
}

/** Whether a budget comes near its end, and should be spoken of. */
export function isNearlyUsed({ soft, warnAt, limit, used }: BudgetState): boolean {
  return used >= (soft ? limit : (warnAt ?? limit * 0.8))
}

/** Whether nothing is left of a budget that refuses questions then. */
export function isUsedUp({ soft, limit, used }: BudgetState): boolean {
  return soft !== true && used >= limit
}

/** A budget near its end in full sentences, for whoever is about to ask. */
export function budgetSentence(budget: BudgetState): string {
  const name = `${ownerOf(budget)} for ${spanOf(budget)}`
  const used = usedOfLimit(budget)
  const anew = anewOn.format(new Date(budget.resetsAt))
  if (isUsedUp(budget)) {
    return `${name} is used up: ${used}. Questions are refused until it begins anew on ${anew}; an administrator can give more.`
  }
  const so = budget.soft
    ? 'It only warns: questions are still answered.'
    : `A question that could take more than the ${leftOf(budget)} left is refused.`
  return `${name}: ${used} used. ${so} It begins anew on ${anew}.`
}

/** The same in a few words, to be heard once. */
export function budgetNews(budget: BudgetState): string {
  return `${ownerOf(budget)} is ${isUsedUp(budget) ? '' : 'nearly '}used up: ${budgetWords(budget)}.`
}

const anewOn = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})

function ownerOf({ who }: BudgetState): string {
  return who === '*' ? 'Everybody’s budget' : 'Your budget'
}

function spanOf({ period }: BudgetState): string {
  if (period === 'day') return 'today'
  return period === 'month' ? 'this month' : `this ${period}`
}

/** A limit is mostly a round number: `$4.10 of $50`. */
function usedOfLimit({ unit, used, limit }: BudgetState): string {
  if (unit !== 'usd') return `${count(used)} of ${count(limit)} ${unit}`
  const all = Number.isInteger(limit) ? `$${limit.toLocaleString('en')}` : formatDollars(limit)
  return `${formatDollars(used)} of ${all}`
}

function leftOf({ unit, used, limit }: BudgetState): string {
  return unit === 'usd' ? formatDollars(limit - used) : `${count(limit - used)} ${unit}`
}

function count(tokens: number): string {
  return Math.round(tokens).toLocaleString('en')
}
