import { setImmediate } from 'node:timers/promises'
import type { LedgerRow, UsageGroup, UsageRow } from '@askdesk/contracts'
import { toDollars, toParts } from './money.ts'
import { addRow, addSum, costOf, noCost, type CostSum } from './cost-sum.ts'
import type { Spent, UsageQuery } from './ledger.ts'

type Group = Pick<LedgerRow, 'owner' | 'person' | 'provider' | 'model' | 'skill'>
type Total = { runs: number; promptTokens: number; completionTokens: number; cost: CostSum }
type Used = { readonly owner: string; readonly person: string; parts: number; tokens: number }

const day = 86_400_000
/** Days of every time zone begin at a quarter of an hour. */
const quarter = 15 * 60_000
/** So many sums are added up in one turn of the event loop. */
const oneTurn = 5000
const daysKept = 400
/** The longest period of a budget is a month. */
const quartersKept = (33 * day) / quarter

/** Sums of rows, kept as rows come in: by the day for people, by the quarter of an hour for budgets. */
export type Sums = {
  add(row: LedgerRow): void
  /** Lets others have their turn in between: a year of a large team is many sums. */
  rows(query: UsageQuery): Promise<UsageRow[]>
  spent(since: Date): Spent[]
}

export function createSums(): Sums {
  const days = new Map<number, Map<string, Total & { readonly group: Group }>>()
  const quarters = new Map<number, Map<string, Used>>()

  return {
    add(row) {
      const { owner, person, provider, model, skill } = row
      const at = Date.parse(row.at)
      const groups = entryOf(days, floor(at, day), () => new Map())
      const total = entryOf(
        groups,
        JSON.stringify([owner, person, provider, model, skill]),
        () => ({
          ...noTotal(),
          group: { owner, person, provider, model, skill },
        }),
      )
      total.runs += 1
      total.promptTokens += row.promptTokens
      total.completionTokens += row.completionTokens
      addRow(total.cost, row)

      const people = entryOf(quarters, floor(at, quarter), () => new Map())
      const used = entryOf(people, JSON.stringify([owner, person]), () => ({
        owner,
        person,
        parts: 0,
        tokens: 0,
      }))
      used.parts += toParts(row.cost?.amount ?? 0)
      used.tokens += row.promptTokens + row.completionTokens
      dropOldest(days, daysKept)
      dropOldest(quarters, quartersKept)
    },
    async rows({ from, to, by, owner }) {
      const found = new Map<string, Total>()
      let looked = 0
      for (const [at, groups] of days) {
        if (at + day <= from.getTime() || at >= to.getTime()) continue
        looked += groups.size
        if (looked > oneTurn) {
          looked = 0
          await setImmediate()
        }
        for (const { group, ...total } of groups.values()) {
          if (owner === undefined || group.owner === owner) {
            addTotal(entryOf(found, keyOf(group, by, at), noTotal), total)
          }
        }
      }
      return [...found].map(([key, { cost, ...total }]) => ({ key, ...total, cost: costOf(cost) }))
    },
    spent(since) {
      const found = new Map<string, Used>()
      for (const [at, people] of quarters) {
        if (at < since.getTime()) continue
        for (const [key, { owner, person, parts, tokens }] of people) {
          const used = entryOf(found, key, () => ({ owner, person, parts: 0, tokens: 0 }))
          used.parts += parts
          used.tokens += tokens
        }
      }
      return [...found.values()].map(({ parts, ...used }) => ({ ...used, usd: toDollars(parts) }))
    },
  }
}

/** The name that a group goes by. A reply without a skill was a question of one's own. */
function keyOf({ person, provider, model, skill }: Group, by: UsageGroup, at: number): string {
  switch (by) {
    case 'person':
      return person
    case 'provider':
      return provider
    case 'model':
      return `${provider}/${model}`
    case 'skill':
      return skill ?? 'none'
    case 'day':
      return new Date(at).toISOString().slice(0, 10)
  }
}

function noTotal(): Total {
  return { runs: 0, promptTokens: 0, completionTokens: 0, cost: noCost() }
}

function addTotal(total: Total, other: Total): void {
  total.runs += other.runs
  total.promptTokens += other.promptTokens
  total.completionTokens += other.completionTokens
  addSum(total.cost, other.cost)
}

function floor(at: number, step: number): number {
  return at - (at % step)
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  let value = map.get(key)
  if (value === undefined) {
    value = create()
    map.set(key, value)
  }
  return value
}

/** Rows come in about in the order of time, so the first key is about the oldest. */
function dropOldest(map: Map<number, unknown>, most: number): void {
  if (map.size <= most) return
  const [first] = map.keys()
  if (first !== undefined) map.delete(first)
}
