import { Portkey } from 'portkey-ai'
import { z } from 'zod'
import { failureFrom, tool, type Answer, type Ask, type Client } from './client.ts'

/** Portkey's own SDK. It takes no signal: its users leave the loop. */
export const portkeySdk: Client = {
  name: 'portkey-ai',
  takesSignal: false,
  ask: (ask) => (ask.stream ? askStream(ask) : askWhole(ask)),
  failureOf: (error) => failureFrom(error, 'status'),
}

function requestOf({ model, prompt, withTool }: Ask) {
  return {
    model,
    messages: [{ role: 'user', content: prompt }],
    ...(withTool && { tools: [{ type: 'function', function: tool }] }),
  }
}

function completionsOf({ baseUrl }: Ask): Portkey['chat']['completions'] {
  return new Portkey({ baseURL: baseUrl, apiKey: 'any', provider: 'evil' }).chat.completions
}

async function askWhole(ask: Ask): Promise<Answer> {
  const completion = await completionsOf(ask).create({ ...requestOf(ask), stream: false })
  const message = completion.choices[0]?.message
  return {
    text: String(message?.content ?? ''),
    calls: (message?.tool_calls ?? []).map((call) => callOf(call)),
    totalTokens: completion.usage?.total_tokens,
  }
}

async function askStream(ask: Ask): Promise<Answer> {
  const stream = await completionsOf(ask).create({
    ...requestOf(ask),
    stream: true,
    stream_options: { include_usage: true },
  })
  let text = ''
  let totalTokens: number | undefined
  const calls: { name: string; arguments: string }[] = []
  for await (const chunk of stream) {
    totalTokens = chunk.usage?.total_tokens ?? totalTokens
    const { content, tool_calls: parts } = deltaSchema.parse(chunk.choices?.[0]?.delta ?? {})
    if (content) {
      text += content
      ask.onText?.(content)
    }
    for (const part of parts ?? []) {
      const call = (calls[part.index] ??= { name: '', arguments: '' })
      call.name += part.function.name ?? ''
      call.arguments += part.function.arguments ?? ''
    }
    if (ask.signal?.aborted) throw new Error('left')
  }
  return { text, calls: calls.map((call) => callOf({ function: call })), totalTokens }
}

/** The SDK types a piece of a stream as if it were the whole. */
const deltaSchema = z.object({
  content: z.string().nullish(),
  tool_calls: z
    .array(
      z.object({
        index: z.number(),
        function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }),
      }),
    )
    .nullish(),
})

function callOf(call: unknown): { name: string; input: unknown } {
  const { name, arguments: input } = Object(call).function
  return { name: String(name), input: JSON.parse(input) }
}
