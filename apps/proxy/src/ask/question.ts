import type { EndEvent, ProviderId } from '@askdesk/contracts'
import type { Route } from '@askdesk/providers'
import type { Payer } from '../ledger/payer.ts'
import type { Config } from '../config/config.ts'
import type { ProxyError } from '../errors/proxy-error.ts'
import type { HowEnded } from '../runs/how-ended.ts'
import type { StreamBody } from '../http/stream-body.ts'

/** Bytes of a run that a reader can come back to. A reply of 4 MiB is a novel. */
export const runBytes = 4 * 1024 * 1024

/** A question of the page, checked. */
export type Question = {
  readonly body: StreamBody
  /** The route that was asked for, then those that may answer instead, in order. */
  readonly routes: readonly [Route, ...Route[]]
  readonly askedProvider: ProviderId
  readonly requestedModel: string
  readonly owner: string
  /** Pays for the question. */
  readonly payer: Payer
  /** Key that the caller's running replies are counted by. */
  readonly client: string
  readonly onEnded: (event: EndEvent, route: Route, ended: HowEnded) => void
  readonly onRefused: (error: ProxyError, route: Route) => void
}

/** The longest reply that the caller may have. */
export function maxTokensOf({ limits }: Config, { maxTokens }: StreamBody): number {
  return Math.min(maxTokens ?? limits.maxOutputTokens, limits.maxOutputTokens)
}
