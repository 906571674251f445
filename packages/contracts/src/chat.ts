import { z } from 'zod'
import { apiErrorSchema, type KnownApiError } from './errors.ts'
import { costSchema } from './usage.ts'

export const providerIds = ['aws', 'openai', 'groq', 'openrouter'] as const
export const providerIdSchema = z.enum(providerIds)
export type ProviderId = z.infer<typeof providerIdSchema>
/** Providers that a reader accepts: a newer proxy may offer more providers. */
export type AnyProviderId = ProviderId | (string & {})
export const anyProviderSchema: z.ZodType<AnyProviderId> = z.string().min(1).max(64)

export const chatMessageSchema = z.object({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string(),
})
/** One message as it is sent to a model. */
export type ChatMessage = z.infer<typeof chatMessageSchema>

/** Body of `POST /api/ai/stream`. `model` absent or `"auto"` means the provider's default. */
export type StreamRequest = {
  provider: AnyProviderId
  model?: string | undefined
  messages: ChatMessage[]
  maxTokens?: number | undefined
  temperature?: number | undefined
  fallback?: AnyProviderId[] | undefined
  /**
   * Answer with a head (200 and `x-askdesk-run`) as soon as a busy provider is waited for; the header
   * `x-askdesk-waits-ms` says how long. A later failure is told in `end`.
   */
  early?: boolean | undefined
}

/** Why the routed model differs from the requested one. */
export type RouteReason = 'auto' | 'retired' | 'fallback'

/**
 * Data of the stream's first event, `event: run`. Models are catalogue ids.
 *
 * Readers bend: an open page is often older than the proxy. A provider, a reason, an outcome or a
 * code that it does not know is shown as what it is, a field that it does not know is passed over,
 * and one that it cannot read counts as absent. So a new field is always optional to readers, and
 * one that changes its shape is read in both.
 */
export const runEventSchema = z.object({
  runId: z.string(),
  provider: anyProviderSchema,
  requestedModel: z.string(),
  routedProvider: anyProviderSchema,
  routedModel: z.string(),
  reason: z.string().optional().catch(undefined),
  traceId: z.string(),
})
export type RunEvent = z.infer<typeof runEventSchema>

export const outcomes = [
  'complete',
  'length',
  'filtered',
  'stopped',
  'interrupted',
  'error',
] as const
/** How a reply ended. `complete` is only said when a good `finish_reason` was seen. */
export type Outcome = (typeof outcomes)[number]
const anyOutcomeSchema: z.ZodType<Outcome | (string & {})> = z.string().min(1).max(64)

export const usageSchema = z.object({
  promptTokens: z.number(),
  completionTokens: z.number(),
  totalTokens: z.number(),
  cachedTokens: z.number().optional().catch(undefined),
  cacheWriteTokens: z.number().optional().catch(undefined),
  reasoningTokens: z.number().optional().catch(undefined),
})
/**
 * Tokens of a reply. `promptTokens` are all that went in, cached ones and those written to a cache
 * among them; `reasoningTokens` are part of `completionTokens`.
 */
export type Usage = z.infer<typeof usageSchema>

const receiptCostSchema = z.preprocess(
  (cost) => (typeof cost === 'number' ? { amount: cost, currency: 'USD', is: 'list' } : cost),
  costSchema,
)

const failedAttemptSchema = z.object({
  provider: anyProviderSchema,
  model: z.string(),
  code: z.string(),
})
/** A route that was asked and did not answer: the model is a catalogue id, `code` that of its error. */
export type FailedAttempt = z.infer<typeof failedAttemptSchema>

/**
 * Answering model, times and tokens. `answeredBy.model` is the id that the upstream itself gave,
 * times are milliseconds. `ttftMs` is null when no text came. A `cost` that is a bare number is of an
 * older proxy: dollars at list price.
 */
export const receiptSchema = z.object({
  provider: anyProviderSchema,
  requestedModel: z.string(),
  answeredBy: z.object({ provider: z.string(), model: z.string() }),
  ttftMs: z.number().nullable(),
  durationMs: z.number(),
  usage: usageSchema.optional().catch(undefined),
  usageIs: z.enum(['reported', 'estimated']).catch('estimated'),
  finishReason: z.string().nullable().catch(null),
  traceId: z.string(),
  cost: receiptCostSchema.optional().catch(undefined),
  /** The routes that did not answer before, in order. */
  attempts: z.array(failedAttemptSchema).optional().catch(undefined),
})
export type Receipt = z.infer<typeof receiptSchema>

/** Data of the stream's last event, `event: end`. A connection that closes without it was cut. */
export const endEventSchema = z.object({
  outcome: anyOutcomeSchema,
  error: apiErrorSchema.optional().catch(undefined),
  receipt: receiptSchema.optional().catch(undefined),
})
/** The last event as a reader gets it. */
export type ReadEndEvent = z.infer<typeof endEventSchema>
/** The last event as the proxy writes it. */
export type EndEvent = {
  readonly outcome: Outcome
  readonly error?: KnownApiError | undefined
  readonly receipt: Receipt
}
