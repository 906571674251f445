import type { Family, FinishReason, ReplyFacts, ToolCall } from './types.ts'
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
  return {
    id: reply.id,
    object: 'chat.completion',
    created: Math.floor(reply.createdMs / 1000),
    model: family === 'bedrock' ? reply.requestedModel : reply.model,
    ...(family !== 'openai' && { provider: family }),
    choices: [
      {
        index: 0,
        message,
        ...(family !== 'openrouter' && family !== 'bedrock' && { logprobs: null }),
        finish_reason: finishReason,
      },
    ],
    ...(reply.usage && {
      usage:
        family === 'groq' || family === 'openrouter'
          ? usageFields(reply.usage)
          : usageWithCache(reply.usage),
    }),
    ...(family === 'openai' && { system_fingerprint: reply.fingerprint }),
  }
}

function wholeToolCall(call: ToolCall): object {
  return {
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: call.argumentPieces.join('') },
  }
}
