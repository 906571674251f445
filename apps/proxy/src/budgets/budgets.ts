import type { BudgetState } from '@askdesk/contracts'
import { worstCase, type Route } from '@askdesk/providers'
import type { Ledger } from '../ledger/ledger.ts'
import { applyBudgets, type Applied } from './applicable.ts'
import type { Payer } from '../ledger/payer.ts'
import { drawOf, tightest } from './draws.ts'
import type { Meter } from './meter.ts'
import { toParts } from '../ledger/money.ts'
import type { Budget } from './read-budgets.ts'
import { overBudget, unpriced } from './refusal.ts'
import { applyForAdmin, stateOf } from './shown.ts'

/** A question before it is asked. */
export type Demand = {
  readonly traceId: string
  readonly payer: Payer
  /** The routes that may answer, in order. */
  readonly routes: readonly [Route, ...Route[]]
  /** The most tokens that the prompt can have; asked for only where there is a budget. */
  readonly promptTokens: () => number
  /** The most tokens that the answer can have, all answers together. */
  readonly maxTokens: number
  /** When the reply is over at the latest, in milliseconds since 1970. */
  readonly until: number
}

/** The amounts that a reply took. `usd` is undefined where nobody knows: what was reserved then counts. */
export type Taken = { readonly tokens: number; readonly usd: number | undefined }

export type Reservation = {
  /** The routes that may be asked under the budgets. */
  readonly routes: readonly [Route, ...Route[]]
  /** Puts what was used in the place of what was reserved. Once. */
  settle(taken: Taken): void
}

export type Budgets = {
  /**
   * Sets aside the worst case of a question in every budget that it counts for, all or none.
   *
   * @throws ProxyError `budget_exceeded` in words, or `unavailable` where what is left is not known.
   */
  reserve(demand: Demand): Promise<Reservation>
  /** How far budgets are used up: those of the payer, for an admin all. */
  states(payer: Payer, isAdmin: boolean): Promise<BudgetState[]>
  close(): Promise<void>
}

export type BudgetsOptions = {
  /** The budgets that hold now. */
  readonly current: () => readonly Budget[]
  readonly meter: Meter
  readonly ledger: Pick<Ledger, 'spent'>
}

export function createBudgets({ current, meter, ledger }: BudgetsOptions): Budgets {
  return {
    async reserve({ traceId, payer, routes, maxTokens, until, ...demand }) {
      const applied = applyBudgets(current(), payer, new Date())
      if (!isSome(applied)) return { routes, settle: () => undefined }
      const promptTokens = demand.promptTokens()
      const prices = new Map(
        routes.map((route) => [route, worstCase(route.model, promptTokens, maxTokens)]),
      )
      const strict = applied.find(({ budget }) => budget.unit === 'usd' && budget.soft !== true)
      const allowed = requirePrices(routes, prices, strict, traceId)
      const dearest = Math.max(...allowed.map((route) => prices.get(route) ?? 0))
      const amounts = { usd: toParts(dearest), tokens: promptTokens + maxTokens }
      const byKey = tightest(applied)
      const draws = [...byKey.values()].map((one) => drawOf(one, amounts[one.budget.unit], ledger))
      const taken = await meter.take(traceId, draws, until)
      if (!taken.ok) {
        const which = byKey.get(taken.draw.key) ?? applied[0]
        throw overBudget(which, taken.level, taken.draw.amount, traceId)
      }
      let settled = false
      return {
        routes: allowed,
        settle({ tokens, usd }) {
          if (settled) return
          settled = true
          const used = draws.map((draw): [string, number] => {
            if (byKey.get(draw.key)?.budget.unit === 'tokens') return [draw.key, tokens]
            return [draw.key, usd === undefined ? draw.amount : toParts(usd)]
          })
          meter.settle(traceId, draws, new Map(used))
        },
      }
    },
    async states(payer, isAdmin) {
      const now = new Date()
      const own = applyBudgets(current(), payer, now)
      const shown = isAdmin ? applyForAdmin(current(), own, now) : own
      const levels = await meter.read(shown.map((applied) => drawOf(applied, 0, ledger)))
      return shown.map((applied, index) => ({
        ...stateOf(applied, payer, levels[index]?.used ?? 0),
        ...(!own.includes(applied) && { ofOthers: true }),
      }))
    },
    close: () => meter.close(),
  }
}

/** Throws where the question may not be asked; else the routes that may be, the first always among them. */
function requirePrices(
  routes: readonly [Route, ...Route[]],
  prices: ReadonlyMap<Route, number | undefined>,
  strict: Applied | undefined,
  traceId: string,
): readonly [Route, ...Route[]] {
  const [first, ...others] = routes
  if (!strict) return routes
  if (prices.get(first) === undefined) throw unpriced(strict, first.model, traceId)
  return [first, ...others.filter((route) => prices.get(route) !== undefined)]
}

function isSome<Item>(items: readonly Item[]): items is readonly [Item, ...Item[]] {
  return items.length > 0
}
