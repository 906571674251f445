import type { ApiError, ErrorBody, ErrorCode, KnownApiError } from '@askdesk/contracts'

type Facts = { readonly status: number; readonly type: string; readonly retryable: boolean }

/** HTTP status and type by error code. The client's own faults are 4xx, whatever upstream did wrong is 5xx. */
const facts: Readonly<Record<ErrorCode, Facts>> = {
  invalid_request: { status: 400, type: 'invalid_request_error', retryable: false },
  unknown_provider: { status: 400, type: 'invalid_request_error', retryable: false },
  unknown_model: { status: 400, type: 'invalid_request_error', retryable: false },
  model_retired: { status: 400, type: 'invalid_request_error', retryable: false },
  not_configured: { status: 409, type: 'configuration_error', retryable: false },
  unauthorized: { status: 401, type: 'authentication_error', retryable: false },
  forbidden_origin: { status: 403, type: 'permission_error', retryable: false },
  key_rejected: { status: 502, type: 'configuration_error', retryable: false },
  rate_limited: { status: 429, type: 'rate_limit_error', retryable: true },
  budget_exceeded: { status: 402, type: 'billing_error', retryable: false },
  context_too_long: { status: 400, type: 'invalid_request_error', retryable: false },
  content_filtered: { status: 422, type: 'content_filter_error', retryable: false },
  overloaded: { status: 503, type: 'overloaded_error', retryable: true },
  upstream_timeout: { status: 504, type: 'timeout_error', retryable: true },
  upstream_unreachable: { status: 502, type: 'upstream_error', retryable: true },
  upstream_error: { status: 502, type: 'upstream_error', retryable: true },
  interrupted: { status: 502, type: 'upstream_error', retryable: true },
  stopped: { status: 409, type: 'stopped', retryable: true },
  too_many_runs: { status: 429, type: 'rate_limit_error', retryable: true },
  payload_too_large: { status: 413, type: 'invalid_request_error', retryable: false },
  wrong_host: { status: 421, type: 'invalid_request_error', retryable: false },
  not_found: { status: 404, type: 'not_found_error', retryable: false },
  conflict: { status: 409, type: 'conflict_error', retryable: false },
  unavailable: { status: 503, type: 'server_error', retryable: true },
  internal: { status: 500, type: 'internal_error', retryable: true },
}

type Details = Partial<Omit<ApiError, 'message' | 'code'>> & { readonly cause?: unknown }

/**
 * A failure that may be shown. Its message is a sentence for a person and never holds a secret, an
 * address or an upstream's own page; `cause` is for the log only. `error.status` is the HTTP status.
 */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly error: KnownApiError & { readonly status: number }

  constructor(code: ErrorCode, message: string, details: Details = {}) {
    const { cause, ...fields } = details
    super(message, { cause })
    const { status, type, retryable } = facts[code]
    this.error = { message, type, code, retryable, status, ...fields } as typeof this.error
  }

  get status(): number {
    return this.error.status
  }

  get body(): ErrorBody {
    return { error: this.error }
  }
}

/** `Retry-After` in whole seconds, as HTTP wants it, where the error says when to come back. */
export function retryAfterSeconds(error: ApiError): string | undefined {
  if (error.retryAfterMs === undefined) return undefined
  return String(Math.max(1, Math.ceil(error.retryAfterMs / 1000)))
}
