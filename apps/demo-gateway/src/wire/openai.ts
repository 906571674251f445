import type { Chunk, ReplyFacts, WireShape } from './types.ts'
import { usageWithCache } from './usage.ts'

/** OpenAI: Portkey passes the bytes as they are. Usage comes only when asked for, in a chunk without choices. */
export const openaiShape: WireShape = {
  opening: (reply) => [choice(reply, { role: 'assistant', content: '', refusal: null }, null)],
  text: (reply, text) => choice(reply, { content: text }, null),
  reasoning: () => [],
  refusal: (reply, text) => choice(reply, { refusal: text }, null),
  toolCall: (reply, call) => [
    choice(
      reply,
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          { index: 0, id: call.id, type: 'function', function: { name: call.name, arguments: '' } },
        ],
      },
      null,
    ),
    ...call.argumentPieces.map((piece) =>
      choice(reply, { tool_calls: [{ index: 0, function: { arguments: piece } }] }, null),
    ),
  ],
  ending: (reply, reason) => [
    choice(reply, {}, reason === 'refusal' ? 'stop' : reason),
    ...(reply.includeUsage && reply.usage
      ? [{ ...envelope(reply), choices: [], usage: usageWithCache(reply.usage) }]
      : []),
  ],
  midError: () => ({
    chunks: [
      {
        error: {
          message: 'The server had an error while processing your request.',
          type: 'server_error',
          param: null,
          code: null,
        },
      },
    ],
    done: false,
  }),
}

function choice(reply: ReplyFacts, delta: Chunk, finishReason: string | null): Chunk {
  return {
    ...envelope(reply),
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
  }
}

function envelope(reply: ReplyFacts): Chunk {
  return {
    id: reply.id,
    object: 'chat.completion.chunk',
    created: Math.floor(reply.createdMs / 1000),
    model: reply.model,
    system_fingerprint: reply.fingerprint,
  }
}
