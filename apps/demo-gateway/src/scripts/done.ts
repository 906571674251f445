import { chunkEvent, doneEvent } from '../wire/reply-events.ts'
import { answerEvents, frame, openStream, sendEvents, streamReply } from './perform.ts'
import { guardrailHook } from './failures/guardrails.ts'
import type { Script } from './types.ts'

export const noDone: Script = {
  name: 'no-done',
  about: 'A good finish reason, then the end without [DONE]',
  play: (stage) =>
    streamReply(
      stage,
      answerEvents(stage).filter((event) => event.kind !== 'done'),
    ),
}

export const doneThenOpen: Script = {
  name: 'done-then-open',
  about: 'A good reply with [DONE], after which the connection stays open',
  async play(stage) {
    openStream(stage)
    await sendEvents(stage, answerEvents(stage))
    await stage.exchange.hold()
  },
}

export const afterDone: Script = {
  name: 'after-done',
  about: 'A chunk with hook_results after [DONE], as the cloud sends for output guardrails',
  play: (stage) =>
    streamReply(stage, [
      ...answerEvents(stage),
      chunkEvent('ending', { hook_results: { after_request_hooks: [guardrailHook(true, false)] } }),
    ]),
}

export const hookResultsFirst: Script = {
  name: 'hook-results-first',
  about: 'The first chunk has hook_results and no choices',
  play: (stage) =>
    streamReply(stage, [
      chunkEvent('opening', {
        hook_results: { before_request_hooks: [guardrailHook(true, false)] },
      }),
      ...answerEvents(stage),
    ]),
}

export const usageMissing: Script = {
  name: 'usage-missing',
  about: 'A good reply of a provider that never reports usage',
  play: (stage) => streamReply({ ...stage, reply: { ...stage.reply, usage: undefined } }),
}

export const badJsonEvent: Script = {
  name: 'bad-json-event',
  about: 'Payloads that are not JSON, or JSON but no object, in the middle of a good reply',
  async play(stage) {
    const events = answerEvents(stage)
    const middle = Math.ceil(events.length / 2)
    openStream(stage)
    await sendEvents(stage, events.slice(0, middle))
    for (const data of ['{"id":"broken', 'null', '42', '"text"', '[]', 'not json', '']) {
      await stage.exchange.write(frame({ data }))
    }
    await sendEvents(stage, events.slice(middle))
    stage.exchange.end()
  },
}

export const doneOnly: Script = {
  name: 'done-only',
  about: 'Nothing but [DONE]',
  play: (stage) => streamReply(stage, [doneEvent]),
}
