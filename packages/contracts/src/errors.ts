import { z } from 'zod'

/** Every reason a request or a reply can fail, as the wire names it. Closed: a new one is a contract change. */
export const errorCodes = [
  'invalid_request',
  'unknown_provider',
  'unknown_model',
  'model_retired',
  'not_configured',
  'unauthorized',
  'forbidden_origin',
  'key_rejected',
  'rate_limited',
  'budget_exceeded',
  'context_too_long',
  'content_filtered',
  'overloaded',
  'upstream_timeout',
  'upstream_unreachable',
  'upstream_error',
  'interrupted',
  'stopped',
  'too_many_runs',
  'payload_too_large',
  'wrong_host',
  'not_found',
  'conflict',
  'unavailable',
  'internal',
] as const

export const errorCodeSchema = z.enum(errorCodes)
export type ErrorCode = z.infer<typeof errorCodeSchema>

/**
 * What went wrong, for a person and for a program.
 *
 * `message` is a sentence: what happened, to whom, what to do. `type` is the family (OpenAI clients
 * print it), `code` the exact cause. `retryAfterMs` is milliseconds from now.
 */
export const apiErrorSchema = z.object({
  message: z.string(),
  type: z.string(),
  code: errorCodeSchema,
  retryable: z.boolean(),
  retryAfterMs: z.number().optional(),
  provider: z.string().optional(),
  status: z.number().optional(),
  traceId: z.string().optional(),
})
export type ApiError = z.infer<typeof apiErrorSchema>

/** The one error shape of every service, as a JSON body and inside the stream's `end` event. */
export const errorBodySchema = z.object({ error: apiErrorSchema })
export type ErrorBody = z.infer<typeof errorBodySchema>
