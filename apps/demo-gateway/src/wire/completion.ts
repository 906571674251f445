import type { Family, FinishReason, ReplyFacts, TokenUsage, ToolCall } from './types.ts'
import { usageFields, usageWithCache } from './usage.ts'

export type WholeReply = {
  readonly text: string
  readonly reason: FinishReason
  readonly toolCall?: ToolCall | undefined
}

/** The JSON of a reply that was not streamed, in the family's shape. */
export function completionBody(family: Family, reply: ReplyFacts, whole: WholeReply): object {
  const finishReason = whole.reason === 'refusal' ? 'stop' : whole.reason
  const message = {
    role: 'assistant',
    content: whole.text,
    ...(family === 'openai' && { refusal: null, annotations: [] }),
    ...(whole.toolCall && { tool_calls: [wholeToolCall(whole.toolCall)] }),
  }
  const choice = {
    ...(family === 'anthropic' ? { message, index: 0 } : { index: 0, message }),
    ...(family !== 'openrouter' && family !== 'bedrock' && { logprobs: null }),
    finish_reason: finishReason,
  }
  const usage = reply.usage && { usage: usageOf(family, reply.usage) }
  const head = {
    id: reply.id,
    object: 'chat.completion',
    created: Math.floor(reply.createdMs / 1000),
    model: family === 'bedrock' ? reply.requestedModel : reply.model,
  }
  switch (family) {
    case 'openai':
      return { ...head, choices: [choice], ...usage, system_fingerprint: reply.fingerprint }
    case 'groq':
      // Its answer goes through as it is; the name is put at its end.
      return { ...head, choices: [choice], ...usage, provider: family }
    default:
      return { ...head, provider: family, choices: [choice], ...usage }
  }
}

function usageOf(family: Family, usage: TokenUsage): object {
  return family === 'groq' || family === 'openrouter' ? usageFields(usage) : usageWithCache(usage)
}

function wholeToolCall(call: ToolCall): object {
  return {
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: call.argumentPieces.join('') },
  }
}
