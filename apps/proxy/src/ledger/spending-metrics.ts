import type { LedgerRow } from '@askdesk/contracts'
import type { Catalogue } from '@askdesk/providers'
import { Counter, type Registry } from 'prom-client'

/** Kinds of tokens that are counted. */
const kinds = ['prompt', 'completion', 'cached', 'cache_write', 'reasoning'] as const
const costs = ['reported', 'list'] as const
/** Stands for who is not in the catalogue. */
const other = 'other'

/** Counters of tokens and money. Labels are the catalogue's names, and `other` for whoever else answered. */
export function createSpendingMetrics(
  registers: Registry[],
  catalogue: Catalogue,
): { readonly add: (row: LedgerRow) => void } {
  const tokens = new Counter({
    name: 'askdesk_tokens_total',
    help: 'Tokens of replies. `cached` and `cache_write` are part of `prompt`, `reasoning` of `completion`.',
    labelNames: ['provider', 'model', 'kind'] as const,
    registers,
  })
  const cost = new Counter({
    name: 'askdesk_cost_usd_total',
    help: 'US dollars of replies, as the provider reported or by list price.',
    labelNames: ['provider', 'model', 'is'] as const,
    registers,
  })
  const models = new Map<string, ReadonlySet<string>>(
    catalogue.providers.map(({ id, models: known }) => [
      id,
      new Set(known.map((model) => model.id)),
    ]),
  )
  // A series that begins with its first event shows no increase: each begins at zero.
  for (const [provider, known] of [...models, [other, []] as const]) {
    for (const model of [...known, other]) {
      for (const kind of kinds) tokens.inc({ provider, model, kind }, 0)
      for (const is of costs) cost.inc({ provider, model, is }, 0)
    }
  }
  return {
    add(row) {
      const known = models.get(row.provider)
      const provider = known ? row.provider : other
      const model = known?.has(row.model) ? row.model : other
      const counts: Readonly<Record<(typeof kinds)[number], number | null | undefined>> = {
        prompt: row.promptTokens,
        completion: row.completionTokens,
        cached: row.cachedTokens,
        cache_write: row.cacheWriteTokens,
        reasoning: row.reasoningTokens,
      }
      for (const kind of kinds) {
        const count = counts[kind]
        if (count) tokens.inc({ provider, model, kind }, count)
      }
      if (row.cost) cost.inc({ provider, model, is: row.cost.is }, Math.max(0, row.cost.amount))
    },
  }
}
