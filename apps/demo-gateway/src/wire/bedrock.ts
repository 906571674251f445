import type { Chunk, ReplyFacts, WireShape } from './types.ts'
import { usageFields } from './usage.ts'

/**
 * Bedrock: AWS event-stream frames rewritten by Portkey. Every delta repeats the role, usage rides
 * on the finish chunk, the model is the id that was asked for. Read in its source, never recorded.
 */
export const bedrockShape: WireShape = {
  opening: (reply) => [choice(reply, { role: 'assistant' }, null)],
  text: (reply, text) => choice(reply, { role: 'assistant', content: text }, null),
  reasoning: (reply, thought) => [
    choice(
      reply,
      reply.strict
        ? { role: 'assistant' }
        : { role: 'assistant', content_blocks: [{ index: 0, delta: { thinking: thought } }] },
      null,
    ),
  ],
  refusal: (reply, text) => choice(reply, { role: 'assistant', content: text }, null),
  toolCall: (reply, call) => [
    choice(
      reply,
      {
        role: 'assistant',
        tool_calls: [{ index: 0, id: call.id, type: 'function', function: { name: call.name } }],
      },
      null,
    ),
    ...call.argumentPieces.map((piece) =>
      choice(
        reply,
        {
          role: 'assistant',
          tool_calls: [{ index: 0, type: 'function', function: { arguments: piece } }],
        },
        null,
      ),
    ),
  ],
  ending: (reply, reason) => [
    {
      ...choice(reply, {}, reason === 'refusal' ? 'stop' : reason),
      ...(reply.usage && { usage: usageFields(reply.usage) }),
    },
  ],
  midError: (reply) => ({ chunks: [choice(reply, {}, 'error')], done: true }),
}

function choice(reply: ReplyFacts, delta: Chunk, finishReason: string | null): Chunk {
  return {
    id: reply.id,
    object: 'chat.completion.chunk',
    created: Math.floor(reply.createdMs / 1000),
    model: reply.requestedModel,
    provider: 'bedrock',
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  }
}
