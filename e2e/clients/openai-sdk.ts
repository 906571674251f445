import OpenAI from 'openai'
import { failureFrom, tool, type Answer, type Ask, type Client } from './client.ts'

/** The official SDK of OpenAI. */
export const openaiSdk: Client = {
  name: 'openai',
  takesSignal: true,
  ask: (ask) => (ask.stream ? askStream(ask) : askWhole(ask)),
  failureOf: (error) => failureFrom(error, 'status'),
}

function requestOf({ model, prompt, withTool }: Ask) {
  return {
    model,
    messages: [{ role: 'user' as const, content: prompt }],
    ...(withTool && { tools: [{ type: 'function' as const, function: tool }] }),
  }
}

function completionsOf({ baseUrl }: Ask): OpenAI.Chat.Completions {
  return new OpenAI({ baseURL: baseUrl, apiKey: 'any', maxRetries: 0 }).chat.completions
}

async function askWhole(ask: Ask): Promise<Answer> {
  const completion = await completionsOf(ask).create(requestOf(ask), { signal: ask.signal })
  const message = completion.choices[0]?.message
  return {
    text: message?.content ?? '',
    calls: (message?.tool_calls ?? []).flatMap((call) =>
      call.type === 'function'
        ? [{ name: call.function.name, input: JSON.parse(call.function.arguments) }]
        : [],
    ),
    totalTokens: completion.usage?.total_tokens,
  }
}

async function askStream(ask: Ask): Promise<Answer> {
  const stream = completionsOf(ask).stream(
    { ...requestOf(ask), stream_options: { include_usage: true } },
    { signal: ask.signal },
  )
  stream.on('content', (text) => ask.onText?.(text))
  const completion = await stream.finalChatCompletion()
  const message = completion.choices[0]?.message
  return {
    text: message?.content ?? '',
    calls: (message?.tool_calls ?? []).flatMap((call) =>
      call.type === 'function'
        ? [{ name: call.function.name, input: JSON.parse(call.function.arguments) }]
        : [],
    ),
    totalTokens: completion.usage?.total_tokens,
  }
}
