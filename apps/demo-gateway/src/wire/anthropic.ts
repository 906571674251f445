import type { Chunk, FinishReason, ReplyFacts, WireShape } from './types.ts'
import { usageWithCache } from './usage.ts'

/**
 * Claude: Portkey rewrites Messages events into OpenAI chunks. Block starts and thinking become
 * empty deltas (strict) or `content_blocks` (not strict); usage rides on the finish chunk.
 */
export const anthropicShape: WireShape = {
  opening: (reply) => [
    choice(reply, { content: '', role: 'assistant' }),
    choice(reply, blocks(reply, 0, { text: '' })),
  ],
  text: (reply, text) => choice(reply, { content: text, ...blocks(reply, 0, { text }) }),
  reasoning: (reply, thought) => [
    choice(reply, blocks(reply, 0, { thinking: thought })),
    choice(reply, blocks(reply, 0, { signature: 'EqQBdemo==' })),
    choice(reply, blocks(reply, 1, { text: '' })),
  ],
  refusal: (reply, text) => choice(reply, { content: text, ...blocks(reply, 0, { text }) }),
  toolCall: (reply, call) => [
    choice(reply, { content: '', role: 'assistant' }),
    choice(reply, blocks(reply, 0, { text: '' })),
    choice(reply, { content: 'Let me look.', ...blocks(reply, 0, { text: 'Let me look.' }) }),
    choice(reply, {
      tool_calls: [
        { index: 0, id: call.id, type: 'function', function: { name: call.name, arguments: '' } },
      ],
    }),
    ...['', ...call.argumentPieces].map((piece) =>
      choice(reply, { tool_calls: [{ index: 0, function: { arguments: piece } }] }),
    ),
  ],
  ending: (reply, reason) => [
    {
      ...envelope(reply),
      choices: [{ index: 0, delta: {}, finish_reason: finishName(reply, reason) }],
      ...(reply.usage && { usage: usageWithCache(reply.usage) }),
    },
  ],
  midError: (reply) => ({
    chunks: [
      {
        ...envelope(reply),
        model: '',
        choices: [{ finish_reason: 'overloaded_error', delta: { content: '' } }],
      },
    ],
    done: true,
  }),
}

const ownNames: Record<FinishReason, string> = {
  stop: 'end_turn',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  content_filter: 'refusal',
  refusal: 'refusal',
}

/** Strict Portkey has no word for a refusal: it says `stop`. */
function finishName(reply: ReplyFacts, reason: FinishReason): string {
  if (!reply.strict) return ownNames[reason]
  return reason === 'refusal' || reason === 'content_filter' ? 'stop' : reason
}

function blocks(reply: ReplyFacts, index: number, delta: Chunk): Chunk {
  return reply.strict ? {} : { content_blocks: [{ index, delta }] }
}

function choice(reply: ReplyFacts, delta: Chunk): Chunk {
  return {
    ...envelope(reply),
    choices: [{ delta, index: 0, logprobs: null, finish_reason: null }],
  }
}

function envelope(reply: ReplyFacts): Chunk {
  return {
    id: reply.id,
    object: 'chat.completion.chunk',
    created: Math.floor(reply.createdMs / 1000),
    model: reply.model,
    provider: 'anthropic',
  }
}
