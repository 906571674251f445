import type { Chunk, ReplyFacts, WireShape } from './types.ts'
import { usageFields } from './usage.ts'

/**
 * OpenRouter: its keep-alive comments become empty chunks under an id of their own and the requested
 * model; the real model comes with the text; usage comes in a chunk after the one that says stop.
 */
export const openrouterShape: WireShape = {
  opening: (reply) => [keepAlive(reply), keepAlive(reply)],
  text: (reply, text, isFirst) =>
    choice(reply, { ...(isFirst && { role: 'assistant' }), content: text, ...blocks(reply, text) }),
  reasoning: (reply, thought) => [
    choice(reply, {
      role: 'assistant',
      content: '',
      reasoning: thought,
      reasoning_details: [{ type: 'reasoning.text', text: thought }],
      ...(!reply.strict && { content_blocks: [{ index: 0, delta: { thinking: thought } }] }),
    }),
  ],
  refusal: (reply, text, isFirst) =>
    choice(reply, { ...(isFirst && { role: 'assistant' }), content: text }),
  toolCall: (reply, call) => [
    keepAlive(reply),
    ...['', ...call.argumentPieces].map((piece, position) =>
      choice(reply, {
        role: 'assistant',
        content: null,
        tool_calls: [
          {
            index: 0,
            ...(position === 0 && { id: call.id }),
            type: 'function',
            function: { ...(position === 0 && { name: call.name }), arguments: piece },
          },
        ],
      }),
    ),
  ],
  ending: (reply, reason) => [
    choice(reply, { content: '' }, reason === 'refusal' ? 'stop' : reason),
    ...(reply.usage
      ? [
          {
            ...choice(reply, { role: 'assistant', content: '' }),
            usage: { ...usageFields(reply.usage), cost: 0.00001 },
          },
        ]
      : []),
  ],
  midError: (reply) => ({ chunks: [choice(reply, { content: '' }, 'error')], done: false }),
}

function blocks(reply: ReplyFacts, text: string): Chunk {
  return reply.strict ? {} : { content_blocks: [{ index: 0, delta: { text } }] }
}

function keepAlive(reply: ReplyFacts): Chunk {
  return {
    ...envelope(String(reply.createdMs), reply.createdMs, reply.requestedModel),
    choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }],
  }
}

function choice(reply: ReplyFacts, delta: Chunk, finishReason: string | null = null): Chunk {
  return {
    ...envelope(reply.id, Math.floor(reply.createdMs / 1000), reply.model),
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  }
}

function envelope(id: string, created: number, model: string): Chunk {
  return { id, object: 'chat.completion.chunk', created, model, provider: 'openrouter' }
}
