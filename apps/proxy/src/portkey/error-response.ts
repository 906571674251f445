import type { ErrorCode } from '@askdesk/contracts'
import { z } from 'zod'
import { ProxyError } from '../errors.ts'

/** An upstream answer that is not a stream. `headers` has lower-case names. */
export type ErrorResponse = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Whom the sentence is about. */
export type Asked = {
  readonly providerId: string
  readonly label: string
  readonly model: string
  readonly traceId: string
}

const bodySchema = z.object({
  error: z
    .union([
      z.string(),
      z.object({
        message: z.string().nullish(),
        type: z.string().nullish(),
        code: z.union([z.string(), z.number()]).nullish(),
      }),
    ])
    .nullish(),
  message: z.string().nullish(),
  status: z.unknown().optional(),
  data: z.object({ message: z.string().nullish() }).nullish().catch(undefined),
  'html-message': z.string().nullish(),
})

type Said = { readonly text: string; readonly kind: string; readonly byGateway: boolean }

/**
 * Turns whatever an upstream answered instead of a stream into our one error. Its words are passed
 * on only for 400, 404, 413 and 422, where they tell the person what to change; those of 401, 403
 * and 5xx may hold keys, addresses and pages, and stay in `cause` for the log.
 */
export function errorFromResponse(
  response: ErrorResponse,
  asked: Asked,
  mask: (text: string) => string,
): ProxyError {
  const said = masked(readBody(response.body), mask)
  const [code, sentence] = judge(response.status, said, asked)
  const retryAfterMs =
    code === 'rate_limited' || code === 'overloaded' ? readRetryAfter(response) : undefined
  return new ProxyError(code, sentence, {
    provider: asked.providerId,
    traceId: asked.traceId,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...statusOverride(response.status, code),
    cause: {
      upstreamStatus: response.status,
      upstreamKind: said.kind.slice(0, 100),
      upstreamSaid: said.text.slice(0, 500),
    },
  })
}

/** Hides secrets in the words themselves: in JSON they may be written with escapes that no search finds. */
function masked(said: Said, mask: (text: string) => string): Said {
  return { ...said, text: mask(said.text), kind: mask(said.kind) }
}

/** A 404 and a 413 stay what they are; other codes have one status each. */
function statusOverride(status: number, code: ErrorCode): { status?: number } {
  return code === 'unknown_model' && status === 404 ? { status: 404 } : {}
}

function judge(status: number, said: Said, { label, model }: Asked): [ErrorCode, string] {
  const about = `${said.kind} ${said.text}`.toLowerCase()
  if (status === 401 || status === 403) {
    return [
      'key_rejected',
      `${label} refused the key that this service is set up with. Tell the operator; another provider may work.`,
    ]
  }
  if (status === 402 || status === 412) {
    return [
      'budget_exceeded',
      `The budget for ${label} is used up. Ask the operator to raise it, or pick another provider.`,
    ]
  }
  if (status === 408 || status === 504) {
    return [
      'upstream_timeout',
      `${label} did not answer in time. Try again, or pick another provider.`,
    ]
  }
  if (status === 429) {
    return [
      'rate_limited',
      `${label} is limiting how often it may be asked. Wait a moment, or pick another provider.`,
    ]
  }
  if (status === 446) {
    return [
      'content_filtered',
      `A guardrail refused this message before it reached ${label}. Rephrase it and send it again.`,
    ]
  }
  if (status === 503 || status === 529) {
    return [
      'overloaded',
      `${label} is overloaded. Try again in a moment, or pick another provider.`,
    ]
  }
  if (/econnrefused|enotfound|fetch failed|econnreset/.test(about)) {
    return [
      'upstream_unreachable',
      `The gateway could not reach ${label}. Try again, or pick another provider.`,
    ]
  }
  if (
    status === 413 ||
    /context[_ ](length|window)|maximum context|prompt is too long|too many tokens/.test(about)
  ) {
    return [
      'context_too_long',
      `This conversation is too long for ${model} at ${label}. Clear the chat, leave out notes, or pick a model with a larger context.`,
    ]
  }
  if (/decommissioned|deprecated|retired|no longer (available|supported)/.test(about)) {
    return ['model_retired', `${label} has shut ${model} down. Pick another model.`]
  }
  if (status === 404 || /model_not_found|not_found_error|does not exist/.test(about)) {
    return ['unknown_model', `${label} does not know the model ${model}. Pick another model.`]
  }
  if (status === 400 && said.byGateway) {
    return [
      'not_configured',
      `The gateway refused how ${label} is set up here. Tell the operator, or pick another provider.`,
    ]
  }
  if (/content_filter|content management policy|content_policy/.test(about)) {
    return [
      'content_filtered',
      `${label} refused this message because of its content rules. Rephrase it and send it again.`,
    ]
  }
  if (status === 400 || status === 409 || status === 422) {
    return [
      'invalid_request',
      `${label} refused the request${said.text ? `: ${sentence(said.text)}` : '.'}`,
    ]
  }
  return [
    'upstream_error',
    `${label} failed while answering (status ${status}). Try again, or pick another provider.`,
  ]
}

/** Reads the four shapes that gateways use, and OpenRouter's error inside a string. */
function readBody(body: string): Said {
  const parsed = bodySchema.safeParse(parseJson(body))
  if (!parsed.success) return { text: '', kind: '', byGateway: false }
  const { error, message, data, status } = parsed.data
  const said = typeof error === 'string' ? { message: error } : (error ?? {})
  const text = said.message ?? message ?? data?.message ?? parsed.data['html-message'] ?? ''
  const wrapped = /^Invalid response received from [\w-]+: (\{.*)$/s.exec(text)?.[1]
  if (wrapped) return readBody(wrapped)
  const kind = [said.type, said.code]
    .filter((part) => part !== null && part !== undefined)
    .join(' ')
  return {
    text: text.replace(/^[\w-]+ error: /, ''),
    kind,
    byGateway: status === 'failure' && !error,
  }
}

function readRetryAfter({ headers }: ErrorResponse): number | undefined {
  const milliseconds = Number(single(headers['retry-after-ms']))
  if (single(headers['retry-after-ms']) && Number.isFinite(milliseconds))
    return Math.max(0, milliseconds)
  const value = single(headers['retry-after'])
  if (!value) return undefined
  const seconds = Number(value)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now())
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}

function sentence(text: string): string {
  const short = text.length > 300 ? `${text.slice(0, 300)}…` : text
  return /[.!?…]$/.test(short) ? short : `${short}.`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
