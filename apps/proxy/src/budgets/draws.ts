import type { Ledger, Spent } from '../ledger/ledger.ts'
import type { Applied } from './applicable.ts'
import type { Draw } from './meter.ts'
import { toParts } from '../ledger/money.ts'
import type { Budget } from './read-budgets.ts'
import { unknownLevel } from './refusal.ts'

/** A sum is kept a day longer than its period, for replies that end in the next one. */
const keptLonger = 24 * 60 * 60_000

/** The amount that a question takes from a budget. */
export function drawOf(applied: Applied, amount: number, ledger: Pick<Ledger, 'spent'>): Draw {
  const { budget, key, period } = applied
  return {
    key,
    amount,
    limit: limitOf(budget),
    forgetAt: period.end.getTime() + keptLonger,
    async seed() {
      const rows = await ledger.spent(period.start).catch((error: unknown) => {
        throw unknownLevel(error)
      })
      return rows.filter(applied.counts).reduce((sum, row) => sum + amountOf(row, budget.unit), 0)
    },
  }
}

/** Two budgets of one sum, such as a warning and a limit, are counted once, under the tighter limit. */
export function tightest(applied: readonly Applied[]): Map<string, Applied> {
  const byKey = new Map<string, Applied>()
  for (const one of applied) {
    const other = byKey.get(one.key)
    if (!other || limitOf(one.budget) < limitOf(other.budget)) byKey.set(one.key, one)
  }
  return byKey
}

/** In what is counted: billionths of a dollar, or tokens. One that only warns has none. */
function limitOf({ unit, limit, soft }: Budget): number {
  if (soft === true) return Infinity
  return unit === 'usd' ? toParts(limit) : limit
}

function amountOf({ usd, tokens }: Spent, unit: Budget['unit']): number {
  return unit === 'usd' ? toParts(usd) : tokens
}
