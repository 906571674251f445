import { z } from 'zod'

/** Every reason a request or a reply can fail, as the wire names it. A service names no other. */
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

export type ErrorCode = (typeof errorCodes)[number]

/** Codes that a reader accepts: a newer service may know more codes, which are shown as they are. */
export type AnyErrorCode = ErrorCode | (string & {})
const errorCodeSchema: z.ZodType<AnyErrorCode> = z.string().min(1).max(64)

const knownCodes: ReadonlySet<string> = new Set(errorCodes)

export function isErrorCode(code: string): code is ErrorCode {
  return knownCodes.has(code)
}

/**
 * An error for a person and for a program.
 *
 * `message` is a sentence: what happened, to whom, what to do. `type` is the family (OpenAI clients
 * print it), `code` the exact cause. `retryAfterMs` is milliseconds from now.
 */
export const apiErrorSchema = z.object({
  message: z.string(),
  type: z.string().catch('error'),
  code: errorCodeSchema,
  retryable: z.boolean().catch(false),
  retryAfterMs: z.number().optional().catch(undefined),
  provider: z.string().optional().catch(undefined),
  status: z.number().optional().catch(undefined),
  traceId: z.string().optional().catch(undefined),
})
export type ApiError = z.infer<typeof apiErrorSchema>

/** An error as a service of ours writes it. */
export type KnownApiError = ApiError & { readonly code: ErrorCode }

/** The one error shape of every service, as a JSON body and inside the stream's `end` event. */
export const errorBodySchema = z.object({ error: apiErrorSchema })
export type ErrorBody = z.infer<typeof errorBodySchema>
