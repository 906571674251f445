import { ChatOpenAI } from '@langchain/openai'
import { failureFrom, tool, type Answer, type Ask, type Client } from './client.ts'

/** LangChain's chat model for OpenAI. */
export const langchain: Client = {
  name: '@langchain/openai',
  takesSignal: true,
  ask: (ask) => (ask.stream ? askStream(ask) : askWhole(ask)),
  failureOf: (error) => failureFrom(error, 'status'),
}

function modelOf({ baseUrl, model, withTool }: Ask) {
  const chat = new ChatOpenAI({
    model,
    apiKey: 'any',
    maxRetries: 0,
    configuration: { baseURL: baseUrl },
  })
  return withTool ? chat.bindTools([{ type: 'function', function: tool }]) : chat
}

function optionsOf({ signal }: Ask): { signal?: AbortSignal } {
  return signal ? { signal } : {}
}

async function askWhole(ask: Ask): Promise<Answer> {
  return answerOf(await modelOf(ask).invoke(ask.prompt, optionsOf(ask)))
}

async function askStream(ask: Ask): Promise<Answer> {
  const stream = await modelOf(ask).stream(ask.prompt, optionsOf(ask))
  const { value: first } = await stream.next()
  if (!first) throw new Error('The stream was empty.')
  let all = first
  for await (const chunk of stream) {
    if (chunk.text !== '') ask.onText?.(chunk.text)
    all = all.concat(chunk)
  }
  return answerOf(all)
}

type Message = {
  readonly text: string
  readonly tool_calls?: readonly { readonly name: string; readonly args: unknown }[] | undefined
  readonly usage_metadata?: { readonly total_tokens: number } | undefined
}

function answerOf({ text, tool_calls: calls = [], usage_metadata: usage }: Message): Answer {
  return {
    text,
    calls: calls.map(({ name, args }) => ({ name, input: args })),
    totalTokens: usage?.total_tokens,
  }
}
