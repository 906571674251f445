import { chunkEvent, doneEvent, type ReplyEvent } from '../../wire/reply-events.ts'
import { answerEvents, openStream, sendEvents, shapeOf, untilText } from '../perform.ts'
import type { Script, Stage } from '../types.ts'

const parameters = { after: { about: 'text chunks before the error', default: 5 } }

export const midError: Script = {
  name: 'mid-error',
  about:
    'The provider fails half-way, in its own form: openai an error payload, anthropic an error as finish reason and [DONE], groq a silent end, openrouter finish_reason "error"',
  parameters,
  play: (stage) => {
    const broken = shapeOf(stage).midError(stage.reply)
    const events = broken.chunks.map((chunk) => chunkEvent('error', chunk))
    return failWith(stage, broken.done ? [...events, doneEvent] : events)
  },
}

export const midErrorNochoice: Script = {
  name: 'mid-error-nochoice',
  about:
    'An error that lost all its words: one empty delta without a finish reason, then [DONE] (seen with openrouter)',
  parameters,
  play: (stage) =>
    failWith(stage, [
      chunkEvent('error', { provider: stage.request.family, choices: [{ delta: {} }] }),
      doneEvent,
    ]),
}

export const midErrorPlain: Script = {
  name: 'mid-error-plain',
  about: 'A chunk with an empty list of choices where the error was, then the end (seen with groq)',
  parameters,
  play: (stage) =>
    failWith(stage, [chunkEvent('error', { provider: stage.request.family, choices: [] })]),
}

async function failWith(stage: Stage, failure: readonly ReplyEvent[]): Promise<void> {
  openStream(stage)
  await sendEvents(stage, untilText(answerEvents(stage), stage.values.number('after')))
  await sendEvents(stage, failure)
  stage.exchange.end()
}
