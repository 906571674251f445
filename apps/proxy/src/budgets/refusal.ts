import type { Model } from '@askdesk/providers'
import { ProxyError } from '../errors/proxy-error.ts'
import type { Applied } from './applicable.ts'
import type { Level } from './meter.ts'
import { inDollars } from '../ledger/money.ts'

/** Why a question is not asked: it could cost more than is left. */
export function overBudget(
  { budget, period }: Applied,
  level: Level,
  amount: number,
  traceId: string,
): ProxyError {
  const say = (value: number): string =>
    budget.unit === 'usd' ? inDollars(value) : `${value.toLocaleString('en-US')} tokens`
  const limit = budget.unit === 'usd' ? `$${budget.limit}` : say(budget.limit)
  const underWay =
    level.reserved > 0 ? ` and ${say(level.reserved)} set aside for replies under way` : ''
  const isUsedUp =
    budget.unit === 'usd' ? level.used >= budget.limit * 1e9 : level.used >= budget.limit
  const [first, advice] = isUsedUp
    ? [`is used up`, 'ask an administrator for more']
    : [
        `does not reach for this question, which could take up to ${say(amount)}`,
        'ask for a shorter answer, pick a model that costs less, or ask an administrator for more',
      ]
  return new ProxyError(
    'budget_exceeded',
    `${ownerOf(budget.who)} of ${limit} a ${budget.period} ${first}: ${say(level.used)} used${underWay}. It starts anew on ${dateOf(period.end, budget.timeZone)}; until then ${advice}.`,
    { traceId },
  )
}

/** A budget of money cannot be kept where nobody knows what a reply costs. */
export function unpriced({ budget }: Applied, model: Model, traceId: string): ProxyError {
  return new ProxyError(
    'budget_exceeded',
    `No price of ${model.label} is known, so it cannot be asked under ${ownerOf(budget.who).toLowerCase()} of $${budget.limit} a ${budget.period}. Pick a model with a price, or ask an administrator to add one.`,
    { traceId },
  )
}

/** The ledger is away, and what is left cannot be told. */
export function unknownLevel(cause: unknown): ProxyError {
  return new ProxyError(
    'unavailable',
    'What is left of your budget cannot be looked up at the moment, so nothing was asked. Try again shortly.',
    { cause, retryAfterMs: 2000 },
  )
}

function ownerOf(who: string): string {
  return who === '*' ? 'The budget of all together' : 'Your budget'
}

function dateOf(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(instant)
}
