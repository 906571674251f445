import type { Chunk, ReplyFacts, WireShape } from './types.ts'
import { usageFields } from './usage.ts'

/**
 * Groq: every delta repeats the role and carries an empty `tool_calls`. Usage is always on the
 * finish chunk; asking for it brings a second one without choices.
 */
export const groqShape: WireShape = {
  opening: (reply) => [choice(reply, said(''), null)],
  text: (reply, text) => choice(reply, said(text), null),
  // Only text and tool calls survive the rewriting.
  reasoning: () => [],
  refusal: (reply, text) => choice(reply, said(text), null),
  toolCall: (reply, call) => [
    choice(
      reply,
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          {
            index: 0,
            id: call.id,
            type: 'function',
            function: { name: call.name, arguments: call.argumentPieces.join('') },
          },
        ],
      },
      null,
    ),
  ],
  ending: (reply, reason) => {
    const usage = reply.usage && { usage: usageFields(reply.usage) }
    return [
      { ...choice(reply, {}, reason === 'refusal' ? 'stop' : reason), ...usage },
      ...(reply.includeUsage && usage ? [{ ...envelope(reply), choices: [], ...usage }] : []),
    ]
  },
  // Its error event kills the rewriting without a word: the body just ends.
  midError: () => ({ chunks: [], done: false }),
}

function said(text: string): Chunk {
  return { role: 'assistant', content: text, tool_calls: [] }
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
    provider: 'groq',
  }
}
