import type { Model, Route } from '@askdesk/providers'
import { fitToModel } from '../portkey/fit-model.ts'
import { isClaude, lostInGateway, type Family } from '../portkey/gateway-fields.ts'
import type { CompletionBody } from './completion-body.ts'
import { asClaudeFile, asOpenAiFile, type FilePart } from './file-part.ts'

type Fields = Record<string, unknown>
type Message = CompletionBody['messages'][number]

/** Fields of a checked request that go to Portkey, and the names of those that do not, or not as they were sent. */
export type FittedRequest = {
  readonly fields: Readonly<Fields>
  /** Not sent, or dropped by the gateway on the way. */
  readonly ignored: readonly string[]
  /** Lowered to a limit of ours. */
  readonly capped: Readonly<Record<string, number>>
}

/**
 * Makes a request of what a client sent: all but the model, whose id the route gives. The answer is
 * never longer than the cap, and always has a limit: Anthropic refuses to answer without.
 */
export function completionFields(
  body: CompletionBody,
  { model }: Route,
  family: Family | undefined,
  maxOutputTokens: number,
): FittedRequest {
  const { stream, stream_options: streamOptions, cache_control: cacheControl } = body
  // These cache by themselves, and take the mark of others for a mistake.
  const isMarkless = family === 'openai' || family === 'groq'
  const left: string[] = []
  const fields = {
    ...withoutNull(withoutOwn(body)),
    messages: body.messages.map((message) => sentMessage(message, family, isMarkless, left)),
    ...(body.tools && { tools: body.tools.map((tool) => sentTool(tool, isMarkless, left)) }),
    ...withoutNull({ stop: stopFor(family, body.stop) }),
    ...(cacheControl && !isMarkless && { cache_control: cacheControl }),
    [limitField(model)]: outputLimit(body, maxOutputTokens),
    stream: stream === true,
    ...(stream === true && withoutNull({ stream_options: streamOptions })),
  }
  if (cacheControl && isMarkless) left.push('cache_control')
  const fitted = fitToModel(fields, model)
  return {
    fields: fitted.fields,
    ignored: [...new Set([...left, ...fitted.left, ...lostInGateway(fitted.fields, family)])],
    capped: cappedOf(body, maxOutputTokens),
  }
}

/** The most tokens that one answer may have. */
export function outputLimit(
  { max_tokens: one, max_completion_tokens: other }: CompletionBody,
  most: number,
): number {
  return Math.min(one ?? Infinity, other ?? Infinity, most)
}

function limitField({ outputLimitField }: Model): string {
  return outputLimitField ?? 'max_tokens'
}

function cappedOf(body: CompletionBody, most: number): Record<string, number> {
  const names = ['max_tokens', 'max_completion_tokens'] as const
  return Object.fromEntries(
    names.filter((name) => (body[name] ?? 0) > most).map((name) => [name, most]),
  )
}

/** Fields that are sent as they came. */
function withoutOwn(body: CompletionBody): Fields {
  const {
    model: _model,
    messages: _messages,
    max_tokens: _maxTokens,
    max_completion_tokens: _maxCompletionTokens,
    stop: _stop,
    stream: _stream,
    stream_options: _streamOptions,
    tools: _tools,
    cache_control: _cacheControl,
    ...rest
  } = body
  return rest
}

function sentMessage(
  message: Message,
  family: Family | undefined,
  isMarkless: boolean,
  left: string[],
): Fields {
  const fields: Fields = { ...withoutNull(message), content: message.content ?? null }
  if (isMarkless) drop(fields, ['cache_control', 'content_blocks'], 'messages', left)
  if (!Array.isArray(message.content)) return fields
  fields['content'] = message.content.map((given) => {
    const part: Fields = withoutNull(given.type === 'file' ? fileFor(family, given) : given)
    if (isMarkless) drop(part, ['cache_control'], 'messages.content', left)
    return part
  })
  return fields
}

function sentTool(
  tool: NonNullable<CompletionBody['tools']>[number],
  isMarkless: boolean,
  left: string[],
): Fields {
  const fields: Fields = withoutNull(tool)
  if (isMarkless) drop(fields, ['cache_control'], 'tools', left)
  return fields
}

function drop(fields: Fields, names: readonly string[], path: string, left: string[]): void {
  for (const name of names) {
    if (!(name in fields)) continue
    delete fields[name]
    left.push(`${path}.${name}`)
  }
}

function fileFor(family: Family | undefined, part: FilePart): FilePart {
  return isClaude(family) ? asClaudeFile(part) : asOpenAiFile(part)
}

/** Portkey hands a single text on to Anthropic as it is, which wants a list. */
function stopFor(family: Family | undefined, stop: CompletionBody['stop']): CompletionBody['stop'] {
  return typeof stop === 'string' && isClaude(family) ? [stop] : stop
}

/** To some providers null is a wrong value, to none a meaning. */
function withoutNull(fields: object): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  )
}
