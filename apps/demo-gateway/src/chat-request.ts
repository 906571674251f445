import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import { familyOfSlug } from './family.ts'
import { readTarget } from './target.ts'
import type { Family } from './wire/types.ts'

const partSchema = z.looseObject({ type: z.string(), text: z.string().optional() })
const messageSchema = z.looseObject({
  role: z.string(),
  content: z.union([z.string(), z.array(partSchema), z.null()]).optional(),
})
const toolSchema = z.looseObject({
  function: z.looseObject({ name: z.string(), parameters: z.unknown().optional() }),
})
const formatSchema = z.looseObject({
  type: z.string(),
  json_schema: z.looseObject({ schema: z.unknown().optional() }).optional(),
})
const bodySchema = z.looseObject({
  model: z.string().default(''),
  messages: z.array(messageSchema),
  stream: z.unknown().optional(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  max_tokens: z.number().nullish(),
  max_completion_tokens: z.number().nullish(),
  tools: z.array(toolSchema).optional().catch(undefined),
  tool_choice: z.union([z.string(), toolSchema]).optional().catch(undefined),
  response_format: formatSchema.optional().catch(undefined),
})

const anyObject = { type: 'object', properties: { answer: { type: 'string' } } }

/** A message of the request as text, whatever form its content had. */
export type TextMessage = { readonly role: string; readonly text: string }

/** A chat request as the scripts see it. */
export type ChatRequest = {
  readonly family: Family
  readonly model: string
  readonly messages: readonly TextMessage[]
  readonly stream: boolean
  readonly includeUsage: boolean
  readonly strict: boolean
  readonly maxTokens: number | undefined
  readonly tools: readonly OfferedTool[]
  /** `auto`, `none`, `required`, or the tool that must be called. */
  readonly toolChoice: string | { readonly name: string }
  /** The schema that the answer must have; undefined for an answer in words. */
  readonly answerSchema: unknown
  readonly traceId: string
  readonly optionIndex: string
  /** The key that came along, for scripts that play a provider quoting it back. */
  readonly credential: string
  readonly scriptHeader: string | undefined
  readonly body: Readonly<Record<string, unknown>>
}

export type OfferedTool = { readonly name: string; readonly parameters: unknown }

export type Refusal = {
  readonly status: number
  readonly message: string
  /** The gateway threw rather than refused. */
  readonly exception?: boolean
  /** Set where the provider, not the gateway, would have refused. */
  readonly family?: Family
}

export type ReadRequest =
  | { readonly ok: true; readonly request: ChatRequest }
  | { readonly ok: false; readonly refusal: Refusal }

/** Checks a request as Portkey does, in its order and with its words. */
export function readChatRequest(headers: IncomingHttpHeaders, rawBody: string): ReadRequest {
  const contentType = headers['content-type']
  if (contentType && contentType.split(';')[0]?.trim() !== 'application/json') {
    return refuse(400, 'Invalid content type passed')
  }
  const body = parseJson(rawBody)
  const target = readTarget(headers, body.ok ? modelOf(body.value) : undefined)
  if (!target.ok) return refuse(400, target.message)
  if (!body.ok) return refuse(500, 'Something went wrong')
  const parsed = bodySchema.safeParse(body.value)
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') || 'the body'
    return {
      ok: false,
      refusal: { status: 400, message: `Invalid value for '${field}'.`, family: target.family },
    }
  }
  const fields = parsed.data
  if (fields.stream !== undefined && fields.stream !== null && typeof fields.stream !== 'boolean') {
    return { ok: false, refusal: { status: 500, message: 'Something went wrong', exception: true } }
  }
  const slug = /^(@[^/]+)\/(.+)$/s.exec(fields.model)
  return {
    ok: true,
    request: {
      family: slug?.[1] ? familyOfSlug(slug[1]) : target.family,
      model: slug?.[2] ?? fields.model,
      messages: fields.messages.map(({ role, content }) => ({ role, text: textOf(content) })),
      stream: fields.stream === true,
      includeUsage: fields.stream_options?.include_usage === true,
      strict: headers['x-portkey-strict-open-ai-compliance'] !== 'false',
      maxTokens: fields.max_tokens ?? fields.max_completion_tokens ?? undefined,
      tools: (fields.tools ?? []).map(toolOf),
      toolChoice: choiceOf(fields.tool_choice),
      answerSchema: schemaOf(fields.response_format),
      traceId: single(headers['x-portkey-trace-id']) ?? '',
      optionIndex: target.optionIndex,
      credential: single(headers['x-portkey-api-key']) ?? single(headers.authorization) ?? '',
      scriptHeader: single(headers['x-demo-script']),
      body: fields,
    },
  }
}

function toolOf({ function: { name, parameters } }: z.infer<typeof toolSchema>): OfferedTool {
  return { name, parameters }
}

function choiceOf(choice: z.infer<typeof bodySchema>['tool_choice']): ChatRequest['toolChoice'] {
  if (choice === undefined || typeof choice === 'string') return choice ?? 'auto'
  return { name: choice.function.name }
}

/** With JSON and no schema any object will do. */
function schemaOf(format: z.infer<typeof formatSchema> | undefined): unknown {
  if (format?.type === 'json_schema') return format.json_schema?.schema ?? anyObject
  return format?.type === 'json_object' ? anyObject : undefined
}

function textOf(content: z.infer<typeof messageSchema>['content']): string {
  if (typeof content === 'string') return content
  return (content ?? []).map((part) => part.text ?? '').join('')
}

function modelOf(body: unknown): string | undefined {
  const parsed = z.looseObject({ model: z.string() }).safeParse(body)
  return parsed.success ? parsed.data.model : undefined
}

function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return { ok: false }
  }
}

function refuse(status: number, message: string): ReadRequest {
  return { ok: false, refusal: { status, message } }
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
