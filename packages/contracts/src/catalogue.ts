import { z } from 'zod'
import { anyProviderSchema } from './chat.ts'
import { openWordSchema } from './open-word.ts'

export const modelStatusSchema = z.enum(['live', 'retiring', 'retired'])
export type ModelStatus = z.infer<typeof modelStatusSchema>

/**
 * US dollars per million tokens, as the provider's list had them on `asOf` (ISO day). `source` says
 * which list; both are absent for a price that an operator's file gives without them.
 */
export const priceSchema = z.object({
  input: z.number(),
  output: z.number(),
  cachedInput: z.number().optional(),
  cacheWrite: z.number().optional(),
  asOf: z.string().optional(),
  source: z.string().optional(),
})
export type Price = z.infer<typeof priceSchema>

/** A model as the page offers it. `retiresOn` is an ISO date, `successor` a model id of the same provider. */
export const modelInfoSchema = z.object({
  id: z.string(),
  label: z.string(),
  /** The id that goes to the provider; the reply's own id is compared with it. */
  upstream: z.string(),
  /** One of `ModelStatus`, or a newer one. */
  status: openWordSchema.catch('live'),
  retiresOn: z.string().optional(),
  successor: z.string().optional(),
  contextWindow: z.number().optional(),
  price: priceSchema.optional().catch(undefined),
})
export type ModelInfo = z.infer<typeof modelInfoSchema>

const healthSchema = z.object({
  /** `unknown`, `ok`, `degraded`, `down`. */
  state: openWordSchema.catch('unknown'),
  ttftMsP50: z.number().optional(),
  lastError: z.string().optional(),
})
/** Recent observations of a provider. */
export type ProviderHealth = z.infer<typeof healthSchema>

const providerInfoSchema = z.object({
  id: anyProviderSchema,
  label: z.string(),
  strength: z.string(),
  configured: z.boolean(),
  defaultModel: z.string(),
  models: z.array(modelInfoSchema),
  health: healthSchema,
})
export type ProviderInfo = z.infer<typeof providerInfoSchema>

export const upstreamKindSchema = z.enum(['portkey', 'self-hosted', 'demo'])
export type UpstreamKind = z.infer<typeof upstreamKindSchema>

/** Answer of `GET /api/ai/providers`. Never holds a secret. */
export const providersResponseSchema = z.object({
  /** One of `UpstreamKind`, or a newer one. */
  upstream: openWordSchema,
  providers: z.array(providerInfoSchema),
})
export type ProvidersResponse = z.infer<typeof providersResponseSchema>
