import type { ApiError } from '@askdesk/contracts'

/** A request that did not succeed. `status` is 0 when no answer came at all. */
export class HttpError extends Error {
  readonly status: number
  readonly apiError: ApiError
  /** The answer's JSON as it came; a conflict carries the current state in it. */
  readonly body: unknown

  constructor(status: number, apiError: ApiError, body?: unknown, cause?: unknown) {
    super(apiError.message, { cause })
    this.name = 'HttpError'
    this.status = status
    this.apiError = apiError
    this.body = body
  }
}

/** A sentence for a person about anything that was thrown. */
export function errorMessage(error: unknown): string {
  if (error instanceof HttpError) return error.apiError.message
  return 'Something went wrong in this page. Reload it; if it happens again, tell your administrator.'
}

/** Whether an error is only a request that was called off. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}
