import type { EndEvent, LedgerRow } from '@askdesk/contracts'
import { priceOf, type Route } from '@askdesk/providers'
import type { Budgets } from '../budgets/budgets.ts'
import type { Timeouts } from '../config/config.ts'
import type { ProxyError } from '../errors/proxy-error.ts'
import type { Ledger } from '../ledger/ledger.ts'
import {
  attemptOf,
  refusedAttempt,
  rowOf,
  tokensOf,
  type Asked,
  type Attempt,
} from '../ledger/ledger-row.ts'

/** Rule of thumb: four bytes of a prompt's bound are a token of English. */
const bytesPerToken = 4
const margin = 60_000

export type Order = Asked & {
  /** The routes that may answer, in order. */
  readonly routes: readonly [Route, ...Route[]]
  readonly promptTokens: () => number
  readonly maxTokens: number
}

/** The account of one question, from before it is asked until it is over, over all attempts. */
export type Bill = {
  /** The routes that the budgets allow. */
  readonly routes: readonly [Route, ...Route[]]
  ended(event: EndEvent, route: Route): void
  refused(error: ProxyError, route: Route): void
  /** The question is over: its row is written, and what it did not use is given back. Once. */
  close(): void
}

export type Billing = {
  /** @throws ProxyError where the budgets do not allow the question. Nothing was spent then. */
  open(order: Order): Promise<Bill>
}

export type BillingOptions = {
  readonly budgets: Pick<Budgets, 'reserve'>
  readonly ledger: Pick<Ledger, 'record'>
  readonly timeouts: Timeouts
  readonly count: (row: LedgerRow) => void
}

export function createBilling({ budgets, ledger, timeouts, count }: BillingOptions): Billing {
  return {
    async open({ routes, promptTokens, maxTokens, ...asked }) {
      const longest = timeouts.firstByte + timeouts.wholeStream + margin
      const reservation = await budgets.reserve({
        traceId: asked.traceId,
        payer: asked.payer,
        routes,
        promptTokens,
        maxTokens,
        until: Date.now() + routes.length * longest,
      })
      const attempts: Attempt[] = []
      let isOpen = true
      return {
        routes: reservation.routes,
        ended: (event, route) => void attempts.push(attemptOf(event, route)),
        refused(error, route) {
          attempts.push(refusedAttempt(error, route, () => promptOnly(promptTokens(), route)))
        },
        close() {
          if (!isOpen) return
          isOpen = false
          reservation.settle({
            tokens: attempts.reduce((sum, attempt) => sum + tokensOf(attempt), 0),
            usd: dollarsOf(attempts),
          })
          const row = rowOf(asked, attempts, new Date())
          if (!row) return
          ledger.record(row)
          count(row)
        },
      }
    },
  }
}

/** Undefined where something was used that has no price. */
function dollarsOf(attempts: readonly Attempt[]): number | undefined {
  if (attempts.some((attempt) => !attempt.cost && tokensOf(attempt) > 0)) return undefined
  return attempts.reduce((sum, { cost }) => sum + (cost?.amount ?? 0), 0)
}

/** A prompt that went out before we left: estimated, as nobody told. */
function promptOnly(bound: number, { model }: Route): Pick<Attempt, 'promptTokens' | 'cost'> {
  const promptTokens = Math.ceil(bound / bytesPerToken)
  const usage = { promptTokens, completionTokens: 0, totalTokens: promptTokens }
  const cost = priceOf(model, usage)
  return { promptTokens, ...(cost && { cost }) }
}
