import {
  answerEvents,
  openStream,
  sendEvents,
  sendWhole,
  streamReply,
  untilText,
} from './perform.ts'
import type { Script } from './types.ts'

export const slowFirstByte: Script = {
  name: 'slow-first-byte',
  about: 'Says nothing at all for a while, then answers well',
  parameters: { ms: { about: 'milliseconds of silence', default: 3000 } },
  playWhole: 'same',
  async play(stage) {
    await stage.exchange.wait(stage.values.number('ms'))
    await (stage.request.stream ? streamReply(stage) : sendWhole(stage))
  },
}

export const slow: Script = {
  name: 'slow',
  about: 'Every chunk comes late',
  parameters: { ms: { about: 'milliseconds before each chunk', default: 400 } },
  async play(stage) {
    openStream(stage)
    await sendEvents(stage, answerEvents(stage), { delayMs: stage.values.number('ms') })
    stage.exchange.end()
  },
}

export const stall: Script = {
  name: 'stall',
  about: 'Stops in the middle and stays silent with the connection open',
  parameters: { after: { about: 'text chunks before the silence', default: 5 } },
  async play(stage) {
    openStream(stage)
    await sendEvents(stage, untilText(answerEvents(stage), stage.values.number('after')))
    await stage.exchange.hold()
  },
}

export const headThenSilence: Script = {
  name: 'head-then-silence',
  about: 'Status and headers, then nothing',
  playWhole: 'same',
  async play(stage) {
    openStream(stage)
    await stage.exchange.hold()
  },
}

export const never: Script = {
  name: 'never',
  about: 'Takes the request and never answers',
  playWhole: 'same',
  play: (stage) => stage.exchange.hold(),
}
