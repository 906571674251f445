import type { Cost, Door, LedgerRow } from '@askdesk/contracts'
import { bigint, index, numeric, pgTable, text } from 'drizzle-orm/pg-core'
import { moment } from './moment.ts'

// Exact up to the largest whole number of JavaScript, which is what the wire holds.
const tokens = (name: string) => bigint(name, { mode: 'number' })

/**
 * One row a reply of the assistant: who asked, who answered, how much. No text of question or
 * answer. Money is `numeric`: sums of it are exact.
 */
export const usageLedger = pgTable(
  'usage_ledger',
  {
    traceId: text('trace_id').primaryKey(),
    at: moment('at').notNull(),
    owner: text('owner').notNull(),
    person: text('person').notNull(),
    door: text('door').$type<Door>().notNull(),
    provider: text('provider').notNull(),
    model: text('model').notNull(),
    skill: text('skill'),
    outcome: text('outcome').notNull(),
    promptTokens: tokens('prompt_tokens').notNull(),
    completionTokens: tokens('completion_tokens').notNull(),
    cachedTokens: tokens('cached_tokens'),
    cacheWriteTokens: tokens('cache_write_tokens'),
    reasoningTokens: tokens('reasoning_tokens'),
    usageIs: text('usage_is').$type<LedgerRow['usageIs']>().notNull(),
    costUsd: numeric('cost_usd'),
    costIs: text('cost_is').$type<Cost['is']>(),
    listDate: text('list_date'),
  },
  (table) => [
    index('usage_ledger_by_time').on(table.at),
    index('usage_ledger_by_owner').on(table.owner, table.at),
  ],
)
