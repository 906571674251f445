import { z } from 'zod'

/** All that may ever go upstream. */
const bodySchema = z.strictObject({
  model: z.enum([
    'gpt-4.1',
    'gpt-4.1-mini',
    'openai/gpt-oss-120b',
    'claude-sonnet-5',
    'openrouter/auto',
  ]),
  messages: z.array(
    z.strictObject({
      role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
      content: z.union([z.string(), z.null(), z.array(z.looseObject({ type: z.string() }))]),
      name: z.string().optional(),
      refusal: z.string().optional(),
      tool_calls: z.array(z.looseObject({ id: z.string() })).optional(),
      tool_call_id: z.string().optional(),
      reasoning: z.string().optional(),
      reasoning_content: z.string().optional(),
      reasoning_details: z.array(z.looseObject({})).optional(),
      content_blocks: z.array(z.looseObject({})).optional(),
      cache_control: z.looseObject({ type: z.literal('ephemeral') }).optional(),
    }),
  ),
  stream: z.boolean(),
  max_tokens: z.number().int().min(1).max(4096),
  n: z.number().int().min(1).max(4).optional(),
  stream_options: z.strictObject({ include_usage: z.boolean().nullish() }).optional(),
  temperature: z.number().optional(),
  top_p: z.number().optional(),
  presence_penalty: z.number().optional(),
  frequency_penalty: z.number().optional(),
  seed: z.number().int().optional(),
  stop: z.union([z.string(), z.array(z.string())]).optional(),
  logit_bias: z.record(z.string(), z.number()).optional(),
  logprobs: z.boolean().optional(),
  top_logprobs: z.number().optional(),
  user: z.string().optional(),
  reasoning_effort: z.string().optional(),
  parallel_tool_calls: z.boolean().optional(),
  tools: z.array(z.looseObject({ type: z.literal('function') })).optional(),
  tool_choice: z.union([z.string(), z.looseObject({ type: z.literal('function') })]).optional(),
  response_format: z.looseObject({ type: z.string() }).optional(),
  top_k: z.number().int().optional(),
  thinking: z.looseObject({}).optional(),
  reasoning: z.looseObject({}).optional(),
  reasoning_format: z.string().optional(),
  include_reasoning: z.boolean().optional(),
  verbosity: z.string().optional(),
  service_tier: z.string().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  store: z.boolean().optional(),
  safety_identifier: z.string().optional(),
  prompt_cache_key: z.string().optional(),
  prompt_cache_retention: z.string().optional(),
  prediction: z.looseObject({}).optional(),
  web_search_options: z.looseObject({}).optional(),
  provider: z.looseObject({}).optional(),
  transforms: z.array(z.string()).optional(),
  modalities: z.array(z.literal('text')).optional(),
  cache_control: z.looseObject({ type: z.literal('ephemeral') }).optional(),
})

/** Says what of a request is nothing that a client has a say in. */
export function checkUpstreamRequest(
  { headers, body }: { readonly headers: object; readonly body: string },
  report: (problem: string) => void,
): void {
  if (JSON.stringify(headers).includes('evil')) report('a header of the client')
  const parsed = bodySchema.safeParse(JSON.parse(body))
  if (!parsed.success) report(`${parsed.error.message} in ${body.slice(0, 300)}`)
}
