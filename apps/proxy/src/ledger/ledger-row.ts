import { cutCharacters } from '@askdesk/service'
import type { Cost, Door, EndEvent, LedgerRow, Usage } from '@askdesk/contracts'
import type { Route } from '@askdesk/providers'
import type { ProxyError } from '../errors/proxy-error.ts'
import type { Payer } from './payer.ts'

/** In dollars. More for one reply is a mistake of whoever reports it. */
const dearest = 10_000

/** Facts of a question before it is asked. */
export type Asked = {
  readonly traceId: string
  readonly payer: Payer
  readonly door: Door
  readonly skill?: string | undefined
}

/** Usage of one attempt, and how it ended: a question may be asked of several providers. */
export type Attempt = Pick<
  LedgerRow,
  | 'provider'
  | 'model'
  | 'outcome'
  | 'promptTokens'
  | 'completionTokens'
  | 'cachedTokens'
  | 'cacheWriteTokens'
  | 'reasoningTokens'
  | 'usageIs'
  | 'cost'
>

/** A reply that was streamed, or came in one piece. Its model goes by the catalogue's name where that is who answered. */
export function attemptOf({ outcome, receipt }: EndEvent, route: Route): Attempt {
  const { answeredBy, usage, usageIs, cost } = receipt
  const isRouted = answeredBy.provider === route.provider.id
  return {
    provider: cutCharacters(answeredBy.provider, 64),
    model: cutCharacters(isRouted ? route.model.id : answeredBy.model, 200) || route.model.id,
    outcome,
    promptTokens: whole(usage?.promptTokens),
    completionTokens: whole(usage?.completionTokens),
    usageIs,
    ...(usage && kindsOf(usage)),
    ...costOf(cost),
  }
}

/** Kinds of tokens that a provider told, which are part of the others. */
function kindsOf(
  usage: Usage,
): Pick<LedgerRow, 'cachedTokens' | 'cacheWriteTokens' | 'reasoningTokens'> {
  const kinds = ['cachedTokens', 'cacheWriteTokens', 'reasoningTokens'] as const
  return Object.fromEntries(
    kinds.flatMap((kind) => (usage[kind] === undefined ? [] : [[kind, whole(usage[kind])]])),
  )
}

/** A sum that no reply can cost is nothing that we know. */
function costOf(cost: Cost | undefined): Pick<Attempt, 'cost'> {
  return cost && cost.amount >= 0 && cost.amount < dearest ? { cost } : {}
}

/** Errors after which the provider may have read the prompt all the same, and charge for it. */
const mayBeCharged = new Set(['stopped', 'interrupted', 'upstream_timeout'])

/** A question that got no reply: nothing was used, unless it had gone out and we did not wait. */
export function refusedAttempt(
  { error }: ProxyError,
  route: Route,
  estimate: () => Pick<Attempt, 'promptTokens' | 'cost'>,
): Attempt {
  return {
    provider: route.provider.id,
    model: route.model.id,
    outcome: error.code === 'stopped' ? 'stopped' : 'error',
    promptTokens: 0,
    completionTokens: 0,
    usageIs: 'estimated',
    ...(mayBeCharged.has(error.code) && estimate()),
  }
}

/** One row for all attempts: the last says who answered and how it ended, all of them what it took. */
export function rowOf(
  { traceId, payer, door, skill }: Asked,
  attempts: readonly Attempt[],
  at: Date,
): LedgerRow | undefined {
  const last = attempts.at(-1)
  if (!last) return undefined
  const { cost: lastCost, ...fields } = last
  const amount = attempts.reduce((sum, attempt) => sum + (attempt.cost?.amount ?? 0), 0)
  const cost = lastCost ?? attempts.find((attempt) => attempt.cost)?.cost
  const unpriced = attempts.some((attempt) => !attempt.cost && tokensOf(attempt) > 0)
  return {
    ...fields,
    traceId,
    at: at.toISOString(),
    person: cutCharacters(payer.person, 200),
    owner: cutCharacters(payer.owner, 300),
    door,
    ...(skill !== undefined && { skill }),
    promptTokens: sumOf(attempts, 'promptTokens'),
    completionTokens: sumOf(attempts, 'completionTokens'),
    usageIs: attempts.every(({ usageIs }) => usageIs === 'reported') ? 'reported' : 'estimated',
    ...(cost && !unpriced && { cost: { ...cost, amount } }),
  }
}

export function tokensOf({ promptTokens, completionTokens }: Attempt): number {
  return promptTokens + completionTokens
}

function sumOf(attempts: readonly Attempt[], field: 'promptTokens' | 'completionTokens'): number {
  return attempts.reduce((sum, attempt) => sum + attempt[field], 0)
}

/** Providers may report anything. */
function whole(tokens: number | undefined): number {
  return tokens !== undefined && Number.isFinite(tokens) ? Math.max(0, Math.round(tokens)) : 0
}
