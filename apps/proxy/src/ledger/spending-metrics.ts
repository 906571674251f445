import type { LedgerRow } from '@askdesk/contracts'
import type { Catalogue } from '@askdesk/providers'
import { Counter, type Registry } from 'prom-client'

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
  return {
    add(row) {
      const known = models.get(row.provider)
      const provider = known ? row.provider : 'other'
      const model = known?.has(row.model) ? row.model : 'other'
      const kinds = {
        prompt: row.promptTokens,
        completion: row.completionTokens,
        cached: row.cachedTokens,
        cache_write: row.cacheWriteTokens,
        reasoning: row.reasoningTokens,
      }
      for (const [kind, count] of Object.entries(kinds)) {
        if (count) tokens.inc({ provider, model, kind }, count)
      }
      if (row.cost) cost.inc({ provider, model, is: row.cost.is }, Math.max(0, row.cost.amount))
    },
  }
}
