import { z } from 'zod'
import { apiErrorSchema } from './errors.ts'

export const providerIds = ['aws', 'openai', 'groq', 'openrouter'] as const
export const providerIdSchema = z.enum(providerIds)
export type ProviderId = z.infer<typeof providerIdSchema>

export const chatMessageSchema = z.object({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string(),
})
/** One message as it is sent to a model. */
export type ChatMessage = z.infer<typeof chatMessageSchema>

/** Body of `POST /api/ai/stream`. `model` absent or `"auto"` means the provider's default. */
export type StreamRequest = {
  provider: ProviderId
  model?: string | undefined
  messages: ChatMessage[]
  maxTokens?: number | undefined
  temperature?: number | undefined
  fallback?: ProviderId[] | undefined
}

export const routeReasonSchema = z.enum(['auto', 'retired', 'fallback'])
/** Why the routed model differs from the requested one. */
export type RouteReason = z.infer<typeof routeReasonSchema>

/** Data of the stream's first event, `event: run`. Models are catalogue ids. */
export const runEventSchema = z.object({
  runId: z.string(),
  provider: providerIdSchema,
  requestedModel: z.string(),
  routedProvider: providerIdSchema,
  routedModel: z.string(),
  reason: routeReasonSchema.optional(),
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
export const outcomeSchema = z.enum(outcomes)
/** How a reply ended. `complete` is only said when a good `finish_reason` was seen. */
export type Outcome = z.infer<typeof outcomeSchema>

export const usageSchema = z.object({
  promptTokens: z.number(),
  completionTokens: z.number(),
  totalTokens: z.number(),
})
export type Usage = z.infer<typeof usageSchema>

/**
 * Who answered, how fast, how much. `answeredBy.model` is the id that the upstream itself gave,
 * times are milliseconds, `cost` is US dollars. `ttftMs` is null when no text came.
 */
export const receiptSchema = z.object({
  provider: providerIdSchema,
  requestedModel: z.string(),
  answeredBy: z.object({ provider: z.string(), model: z.string() }),
  ttftMs: z.number().nullable(),
  durationMs: z.number(),
  usage: usageSchema.optional(),
  usageIs: z.enum(['reported', 'estimated']),
  finishReason: z.string().nullable(),
  traceId: z.string(),
  cost: z.number().optional(),
})
export type Receipt = z.infer<typeof receiptSchema>

/** Data of the stream's last event, `event: end`. A connection that closes without it was cut. */
export const endEventSchema = z.object({
  outcome: outcomeSchema,
  error: apiErrorSchema.optional(),
  receipt: receiptSchema,
})
export type EndEvent = z.infer<typeof endEventSchema>
