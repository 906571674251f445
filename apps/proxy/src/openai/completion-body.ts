import { z } from 'zod'
import { listOf, mapOf } from '../errors/bounded-schema.ts'
import { ProxyError } from '../errors/proxy-error.ts'
import { describeProblems } from '../http/stream-body.ts'
import { missingNames } from '../errors/missing-names.ts'
import { boundedObject, cacheControl } from './bounded-object.ts'
import { messageSchema } from './messages.ts'

const functionName = z
  .string()
  .regex(/^[\w.-]{1,128}$/, 'must be 1 to 128 letters, digits, dots, _ or -')
const namedFunction = z.object({
  type: z.literal('function'),
  function: z.object({ name: functionName }),
})
const whole = z.number().int()
const word = z.string().regex(/^[a-z0-9_-]{1,32}$/, 'must be a word such as low or high')
const label = z.string().max(512)
/** Refused in words, as a 200 that passes over it would be another answer than was asked for. */
const oldForm = z.never('is the old form. Send the same as tools and tool_choice')

const optionalFields = {
  temperature: z.number().min(0).max(2),
  top_p: z.number().min(0).max(1),
  presence_penalty: z.number().min(-2).max(2),
  frequency_penalty: z.number().min(-2).max(2),
  seed: whole,
  stop: z.union(
    [z.string().max(1000), listOf(z.string().max(1000), 16)],
    'must be a text or up to 16 texts',
  ),
  n: whole.min(1).max(4, 'is more than 4, the most answers that may be asked for at once'),
  max_tokens: whole.min(1),
  max_completion_tokens: whole.min(1),
  logit_bias: mapOf(z.string().regex(/^\d{1,9}$/), z.number().min(-100).max(100), 1024),
  logprobs: z.boolean(),
  top_logprobs: whole.min(0).max(20),
  user: label,
  top_k: whole.min(0),
  reasoning_effort: word,
  thinking: boundedObject,
  reasoning: boundedObject,
  reasoning_format: word,
  include_reasoning: z.boolean(),
  verbosity: word,
  service_tier: word,
  metadata: mapOf(z.string().max(64), label, 16),
  store: z.boolean(),
  safety_identifier: label,
  prompt_cache_key: label,
  prompt_cache_retention: word,
  cache_control: cacheControl,
  prediction: boundedObject,
  web_search_options: boundedObject,
  provider: boundedObject,
  transforms: listOf(label, 16),
  modalities: listOf(z.literal('text', 'is more than the text that this door gives'), 4),
  functions: oldForm,
  function_call: oldForm,
  parallel_tool_calls: z.boolean(),
  tools: listOf(
    z.object({
      type: z.literal('function'),
      function: z.object({
        name: functionName,
        description: z.string().nullish(),
        parameters: boundedObject.nullish(),
        strict: z.boolean().nullish(),
      }),
      cache_control: cacheControl.nullish(),
    }),
    128,
  ),
  tool_choice: z.union(
    [z.enum(['none', 'auto', 'required']), namedFunction],
    'must be none, auto, required, or a function by its name',
  ),
  response_format: z.discriminatedUnion('type', [
    z.object({ type: z.literal('text') }),
    z.object({ type: z.literal('json_object') }),
    z.object({
      type: z.literal('json_schema'),
      json_schema: z.object({
        name: functionName,
        description: z.string().nullish(),
        schema: boundedObject.nullish(),
        strict: z.boolean().nullish(),
      }),
    }),
  ]),
  stream: z.boolean(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }),
}

/** Clients write null for what is not set. */
const bodySchema = z.object({
  model: z.string().max(300),
  messages: listOf(messageSchema, 2000).refine(isFilled, 'is empty: send at least one message'),
  ...nullable(optionalFields),
})

/**
 * A checked request of an OpenAI client, made anew from the fields that are known. Anything else
 * that the client sent, hosts and keys among it, is left out.
 */
export type CompletionBody = z.infer<typeof bodySchema>

/** A checked request, and the names of what it does not hold of the one that came. */
export type ReadBody = { readonly body: CompletionBody; readonly unknown: readonly string[] }

/** Checks a parsed body. Throws `invalid_request` with every problem in words. */
export function readCompletionBody(json: unknown): ReadBody {
  const parsed = bodySchema.safeParse(json)
  if (parsed.success) return { body: parsed.data, unknown: missingNames(json, parsed.data) }
  throw new ProxyError(
    'invalid_request',
    `The request body is wrong: ${describeProblems(parsed.error)}.`,
  )
}

type Nullable<Shape extends Record<string, z.ZodType>> = {
  [Key in keyof Shape]: z.ZodOptional<z.ZodNullable<Shape[Key]>>
}

function nullable<Shape extends Record<string, z.ZodType>>(shape: Shape): Nullable<Shape> {
  const entries = Object.entries(shape).map(([key, schema]) => [key, schema.nullish()])
  return Object.fromEntries(entries) as Nullable<Shape> // the same keys, each made nullish
}

function isFilled(list: readonly unknown[]): boolean {
  return list.length > 0
}
