import type { LedgerRow, UsageRow } from '@askdesk/contracts'
import { toDollars, toParts } from './money.ts'

/** Money of many replies, exact, and how it is known of each. */
export type CostSum = { parts: number; reported: boolean; list: boolean; unknown: boolean }

export function noCost(): CostSum {
  return { parts: 0, reported: false, list: false, unknown: false }
}

export function addRow(sum: CostSum, { cost, promptTokens, completionTokens }: LedgerRow): void {
  if (cost) {
    sum.parts += toParts(cost.amount)
    sum[cost.is] = true
  } else if (promptTokens + completionTokens > 0) sum.unknown = true
}

export function addSum(sum: CostSum, other: CostSum): void {
  sum.parts += other.parts
  sum.reported ||= other.reported
  sum.list ||= other.list
  sum.unknown ||= other.unknown
}

/** A reply that used nothing cost nothing, whoever was asked; one without a price makes the sum too small. */
export function costOf({ parts, reported, list, unknown }: CostSum): UsageRow['cost'] {
  const is = unknown ? 'unknown' : reported && list ? 'mixed' : reported ? 'reported' : 'list'
  return { amount: toDollars(parts), currency: 'USD', is }
}
