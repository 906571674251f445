import { errorBodySchema, type ApiError } from '@askdesk/contracts'
import type { Proxy } from './harness.ts'

export const completionQuestion = {
  model: 'openai/gpt-4.1',
  messages: [{ role: 'user', content: 'Hello' }],
  stream: true,
}

export type CompletionOptions = {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export function askCompletion(
  proxy: Proxy,
  { body = completionQuestion, headers = {}, signal }: CompletionOptions = {},
): Promise<Response> {
  return fetch(`${proxy.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(signal && { signal }),
  })
}

export async function completionBytes(proxy: Proxy, options?: CompletionOptions): Promise<Buffer> {
  const response = await askCompletion(proxy, options)
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`)
  return Buffer.from(await response.arrayBuffer())
}

export async function completionError(
  proxy: Proxy,
  options?: CompletionOptions,
): Promise<{ status: number; error: ApiError; headers: Headers }> {
  const response = await askCompletion(proxy, options)
  const { error } = errorBodySchema.parse(await response.json())
  return { status: response.status, error, headers: response.headers }
}

/** Cuts our last event off a body that did not end well. */
export function splitError(body: Buffer): { before: Buffer; error: ApiError } {
  const at = body.lastIndexOf('event: error\ndata: ')
  if (at === -1) throw new Error(`There is no error event in: ${body.toString().slice(-300)}`)
  const data = body.subarray(at + 'event: error\ndata: '.length).toString()
  return { before: body.subarray(0, at), error: errorBodySchema.parse(JSON.parse(data)).error }
}
