import { type ApiError, errorBodySchema } from '@askdesk/contracts'
import type { z } from 'zod'
import { actingHeaders } from '../acting-agent.ts'
import { HttpError, isAbort } from './errors.ts'
import { sessionEnded } from './session-ended.ts'

export type JsonRequest = {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE' | undefined
  /** Sent as JSON. */
  body?: unknown
  headers?: Record<string, string> | undefined
  signal?: AbortSignal | undefined
  /** @default 20000 */
  timeoutMs?: number | undefined
  /** Stands in for the browser's own in tests. */
  fetch?: typeof fetch | undefined
}

/**
 * Sends one request and parses the answer with `schema`.
 *
 * @throws HttpError for everything but a good answer, always with a sentence in the contract's shape;
 * the `AbortError` itself where the caller called the request off.
 */
export async function requestJson<Output>(
  schema: z.ZodType<Output>,
  url: string,
  request: JsonRequest = {},
): Promise<Output> {
  const timeout = AbortSignal.timeout(request.timeoutMs ?? 20_000)
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout
  const hasBody = request.body !== undefined
  let response: Response
  let text: string
  try {
    response = await (request.fetch ?? fetch)(url, {
      method: request.method ?? 'GET',
      headers: {
        accept: 'application/json',
        ...actingHeaders(),
        ...(hasBody ? { 'content-type': 'application/json' } : {}),
        ...request.headers,
      },
      ...(hasBody ? { body: JSON.stringify(request.body) } : {}),
      signal,
    })
    text = await response.text()
  } catch (error) {
    if (isAbort(error) && request.signal?.aborted) throw error
    throw noAnswer(timeout.aborted, error)
  }
  const body = parseText(text)
  if (response.status === 401 && !url.startsWith('/api/session')) sessionEnded()
  if (!response.ok) throw new HttpError(response.status, apiErrorOf(response.status, body), body)
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw new HttpError(
    response.status,
    localError(
      'upstream_error',
      'The server sent an answer this page does not understand. Reload the page; it may be older than the server.',
      false,
    ),
    body,
    parsed.error,
  )
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function apiErrorOf(status: number, body: unknown): ApiError {
  const parsed = errorBodySchema.safeParse(body)
  if (parsed.success) return parsed.data.error
  return status >= 500
    ? localError(
        'upstream_error',
        `The server failed (status ${status}). Try again in a moment.`,
        true,
      )
    : localError('invalid_request', `The server refused this (status ${status}).`, false)
}

function noAnswer(timedOut: boolean, cause: unknown): HttpError {
  if (timedOut) {
    const message = 'The server did not answer in time. Try again in a moment.'
    return new HttpError(0, localError('upstream_timeout', message, true), undefined, cause)
  }
  const message = navigator.onLine
    ? 'The server cannot be reached. Check that it runs, then try again.'
    : 'You are offline. Try again when the connection is back.'
  return new HttpError(0, localError('upstream_unreachable', message, true), undefined, cause)
}

function localError(code: ApiError['code'], message: string, retryable: boolean): ApiError {
  return { message, type: 'client_error', code, retryable }
}
