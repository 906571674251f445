import { z } from 'zod'
import { openWordSchema } from './open-word.ts'

/** Cost of a reply: reported by the provider, or tokens times the list price of `listDate`. */
export const costSchema = z.object({
  amount: z.number(),
  currency: z.literal('USD'),
  is: z.enum(['reported', 'list']),
  /** ISO day on which the list price was taken. */
  listDate: z.string().optional(),
})
export type Cost = z.infer<typeof costSchema>

/** The door that a question came in by: the page, or the OpenAI-compatible API. */
export const doorSchema = z.enum(['page', 'openai'])
export type Door = z.infer<typeof doorSchema>

/**
 * One reply in the ledger: who asked, who answered, how much. No text of question or answer.
 * `at` is when it ended, `person` the name of who asked, `owner` the stable id behind that name.
 */
export const ledgerRowSchema = z.object({
  traceId: z.string().min(1).max(128),
  at: z.iso.datetime(),
  person: z.string().min(1).max(200),
  owner: z.string().min(1).max(300),
  door: doorSchema,
  provider: z.string().min(1).max(64),
  model: z.string().min(1).max(200),
  skill: z.string().min(1).max(64).optional(),
  outcome: z.string().min(1).max(32),
  promptTokens: z.number().int().min(0),
  completionTokens: z.number().int().min(0),
  cachedTokens: z.number().int().min(0).optional(),
  cacheWriteTokens: z.number().int().min(0).optional(),
  reasoningTokens: z.number().int().min(0).optional(),
  usageIs: z.enum(['reported', 'estimated']),
  cost: costSchema.optional(),
})
export type LedgerRow = z.infer<typeof ledgerRowSchema>

export const usageGroups = ['person', 'provider', 'model', 'skill', 'day'] as const
export const usageGroupSchema = z.enum(usageGroups)
export type UsageGroup = z.infer<typeof usageGroupSchema>

const usageCostSchema = z.object({
  amount: z.number(),
  currency: z.literal('USD'),
  /** `reported`, `list`, `mixed`, or `unknown`: some of these replies have no price, so the amount is less than the cost. */
  is: openWordSchema,
})

/** A sum of replies that share `key`: a name, a provider, `provider/model`, a skill or a day. */
export const usageRowSchema = z.object({
  key: z.string(),
  runs: z.number().int(),
  promptTokens: z.number(),
  completionTokens: z.number(),
  cost: usageCostSchema,
})
export type UsageRow = z.infer<typeof usageRowSchema>

/**
 * How far a budget is used up. `who` is `*` (all together) or a name; `soft` budgets only warn,
 * others also from `warnAt` on (in the unit of `limit`). `ofOthers`: an admin sees it, and their own
 * questions do not count for it.
 */
export const budgetStateSchema = z.object({
  who: z.string(),
  /** `day`, `month`. */
  period: openWordSchema,
  /** `usd`, `tokens`. */
  unit: openWordSchema,
  limit: z.number(),
  used: z.number(),
  resetsAt: z.iso.datetime(),
  soft: z.boolean().optional(),
  warnAt: z.number().optional(),
  ofOthers: z.boolean().optional().catch(undefined),
})
export type BudgetState = z.infer<typeof budgetStateSchema>

/** Answer of `GET /api/ai/usage`: one's own rows, or everybody's for an admin. */
export const usageResponseSchema = z.object({
  rows: z.array(usageRowSchema),
  budgets: z.array(budgetStateSchema),
})
export type UsageResponse = z.infer<typeof usageResponseSchema>
