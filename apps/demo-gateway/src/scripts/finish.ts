import { exampleOf } from '../answers/example-value.ts'
import { chunkEvent, doneEvent, replyEvents, textPieces } from '../wire/reply-events.ts'
import type { ToolCall } from '../wire/types.ts'
import { answerEvents, sendWhole, shapeOf, streamReply, untilText } from './perform.ts'
import type { Script, Stage } from './types.ts'

const refusalText = 'I cannot help with that request.'

export const length: Script = {
  name: 'length',
  about: 'The answer is cut by the token limit: finish_reason "length"',
  parameters: { after: { about: 'text chunks before the cut', default: 20 } },
  play: (stage) => streamReply(stage, endedEarly(stage, 'length')),
  playWhole: (stage) => sendWhole(stage, { text: firstPieces(stage), reason: 'length' }),
}

export const contentFilter: Script = {
  name: 'content-filter',
  about: 'A filter stops the answer half-way: finish_reason "content_filter"',
  parameters: { after: { about: 'text chunks before the stop', default: 8 } },
  play: (stage) => streamReply(stage, endedEarly(stage, 'content_filter')),
  playWhole: (stage) => sendWhole(stage, { text: firstPieces(stage), reason: 'content_filter' }),
}

export const refusal: Script = {
  name: 'refusal',
  about:
    'The model refuses: openai in delta.refusal, the others as plain text, finish_reason "stop"',
  text: () => refusalText,
  play: (stage) => {
    const shape = shapeOf(stage)
    return streamReply(stage, [
      ...shape.opening(stage.reply).map((chunk) => chunkEvent('opening', chunk)),
      ...textPieces(refusalText).map((piece, position) =>
        chunkEvent('text', shape.refusal(stage.reply, piece, position === 0)),
      ),
      ...shape.ending(stage.reply, 'refusal').map((chunk) => chunkEvent('ending', chunk)),
      doneEvent,
    ])
  },
}

export const tools: Script = {
  name: 'tools',
  about: 'The model calls a tool, its JSON arguments streamed in pieces',
  play: (stage) => {
    const shape = shapeOf(stage)
    return streamReply(stage, [
      ...shape.toolCall(stage.reply, toolCallOf(stage)).map((chunk) => chunkEvent('tool', chunk)),
      ...shape.ending(stage.reply, 'tool_calls').map((chunk) => chunkEvent('ending', chunk)),
      doneEvent,
    ])
  },
  playWhole: (stage) =>
    sendWhole(stage, { text: '', reason: 'tool_calls', toolCall: toolCallOf(stage) }),
}

export const reasoning: Script = {
  name: 'reasoning',
  about:
    'Thinks before it answers: openrouter in delta.reasoning, anthropic as empty deltas (strict) or content_blocks, openai and groq in silence',
  play: (stage) => {
    const shape = shapeOf(stage)
    const [thoughts, answer] = [
      ['Look at what the customer wrote.', ' Then at what was promised.'],
      replyEvents(shape, stage.reply, textPieces(stage.text)),
    ]
    const openings = answer.filter((event) => event.kind === 'opening')
    return streamReply(stage, [
      ...openings,
      ...thoughts.flatMap((thought) =>
        shape.reasoning(stage.reply, thought).map((chunk) => chunkEvent('reasoning', chunk)),
      ),
      ...answer.slice(openings.length),
    ])
  },
}

/** The tool that must be called, else the first on offer, with arguments as its schema wants them. */
function toolCallOf({ request }: Stage): ToolCall {
  const { tools: offered, toolChoice, family, messages } = request
  const earlier = messages.filter(({ role }) => role === 'tool').length
  const id = family === 'anthropic' ? `toolu_0${earlier + 1}demo` : `call_demo${earlier + 1}`
  const wanted = typeof toolChoice === 'string' ? 'get_ticket' : toolChoice.name
  const tool = offered.find(({ name }) => name === wanted) ?? offered[0]
  if (tool === undefined || tool.name === 'get_ticket') {
    return { id, name: 'get_ticket', argumentPieces: ['{"id"', ':"T-', '42"}'] }
  }
  const text = JSON.stringify(exampleOf(tool.parameters ?? { type: 'object' }))
  return { id, name: tool.name, argumentPieces: text.match(/.{1,8}/gsu) ?? [] }
}

function endedEarly(
  stage: Stage,
  reason: 'length' | 'content_filter',
): ReturnType<typeof answerEvents> {
  return [
    ...untilText(answerEvents(stage), stage.values.number('after')),
    ...shapeOf(stage)
      .ending(stage.reply, reason)
      .map((chunk) => chunkEvent('ending', chunk)),
    doneEvent,
  ]
}

function firstPieces(stage: Stage): string {
  return textPieces(stage.text).slice(0, stage.values.number('after')).join('')
}
