import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { generateText, jsonSchema, streamText, tool as defineTool, type ToolSet } from 'ai'
import { failureFrom, tool, type Answer, type Ask, type Client } from './client.ts'

/** Vercel's AI SDK with its provider for OpenAI-compatible services. */
export const vercelAi: Client = {
  name: 'ai (Vercel)',
  takesSignal: true,
  ask: (ask) => (ask.stream ? askStream(ask) : askWhole(ask)),
  failureOf: (error) => failureFrom(error, 'statusCode'),
}

const tools: ToolSet = {
  [tool.name]: defineTool({
    description: tool.description,
    inputSchema: jsonSchema<{ id: string }>(tool.parameters),
  }),
}

function requestOf({ baseUrl, model, prompt, withTool, signal }: Ask) {
  const provider = createOpenAICompatible({
    name: 'askdesk',
    baseURL: baseUrl,
    apiKey: 'any',
    includeUsage: true,
  })
  return {
    model: provider(model),
    prompt,
    maxRetries: 0,
    ...(signal && { abortSignal: signal }),
    ...(withTool && { tools }),
  }
}

async function askWhole(ask: Ask): Promise<Answer> {
  const { text, toolCalls, totalUsage } = await generateText(requestOf(ask))
  return {
    text,
    calls: toolCalls.map(({ toolName, input }) => ({ name: toolName, input })),
    totalTokens: totalUsage.totalTokens,
  }
}

async function askStream(ask: Ask): Promise<Answer> {
  const result = streamText({ ...requestOf(ask), onError: () => undefined })
  let text = ''
  const calls: { name: string; input: unknown }[] = []
  let totalTokens: number | undefined
  for await (const part of result.fullStream) {
    if (part.type === 'text-delta') {
      text += part.text
      ask.onText?.(part.text)
    }
    if (part.type === 'tool-call') calls.push({ name: part.toolName, input: part.input })
    if (part.type === 'finish') totalTokens = part.totalUsage.totalTokens
    if (part.type === 'error') throw part.error
    if (part.type === 'abort') throw new Error('aborted')
  }
  return { text, calls, totalTokens }
}
