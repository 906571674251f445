import { errorBodySchema, type ApiError, type ErrorCode } from '@askdesk/contracts'

/** The request never got an answer: no network, no server, or a browser that refused to send it. */
export const unreachable: ApiError = {
  message: 'Askdesk could not be reached. Check your connection, then try again.',
  type: 'network_error',
  code: 'upstream_unreachable',
  retryable: true,
}

/** An answer came, but it is not a stream of events. */
export const notAStream: ApiError = {
  message:
    'What came back was not an answer. A proxy or sign-in page may stand in between; try again, and tell your administrator if it stays.',
  type: 'api_error',
  code: 'upstream_error',
  retryable: true,
}

/** The connection was cut and could not be picked up again. */
export const connectionLost: ApiError = {
  message: 'The connection was lost before the answer was complete. The text so far is kept.',
  type: 'network_error',
  code: 'interrupted',
  retryable: true,
}

/** A reply that was larger than a browser should be asked to hold. */
export const tooLarge: ApiError = {
  message: 'The answer was larger than this page accepts and was cut. The text so far is kept.',
  type: 'api_error',
  code: 'interrupted',
  retryable: true,
}

/** Reads what an HTTP answer that is not a success has to say, whoever sent it. */
export async function readHttpError(response: Response, now: Date): Promise<ApiError> {
  const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), now)
  const body = errorBodySchema.safeParse(await readJson(response))
  const error = body.success ? body.data.error : errorOfStatus(response.status)
  return {
    ...error,
    status: error.status ?? response.status,
    ...(error.retryAfterMs === undefined && retryAfterMs !== undefined && { retryAfterMs }),
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    if ((response.headers.get('content-type') ?? '').includes('json')) return await response.json()
    await response.body?.cancel()
  } catch {
    // A body that cannot be read says nothing: the status speaks for it.
  }
  return undefined
}

function errorOfStatus(status: number): ApiError {
  const [code, message, retryable] = sentenceOfStatus(status)
  return { message, type: status < 500 ? 'invalid_request_error' : 'api_error', code, retryable }
}

function sentenceOfStatus(status: number): readonly [ErrorCode, string, boolean] {
  if (status === 401) {
    return ['unauthorized', 'You are not signed in any more. Sign in, then try again.', false]
  }
  if (status === 403) return ['forbidden_origin', 'This page may not use the assistant.', false]
  if (status === 413) {
    return ['payload_too_large', 'The conversation is too long to send. Clear the chat.', false]
  }
  if (status === 429) {
    return ['rate_limited', 'Too many questions at once. Wait a moment, then try again.', true]
  }
  if (status >= 500) {
    return ['upstream_error', `The assistant is not available (${status}). Try again.`, true]
  }
  return ['invalid_request', `The question was not accepted (${status}).`, false]
}

/** Seconds or a date, as HTTP allows both. */
function parseRetryAfter(value: string | null, now: Date): number | undefined {
  if (!value) return undefined
  const seconds = Number(value)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime())
}
