import { answerEvents, frame, openStream, sendEvents, untilText } from './perform.ts'
import type { Script } from './types.ts'

const after = { about: 'text chunks before it happens', default: 5 }

export const cut: Script = {
  name: 'cut',
  about:
    'The body ends cleanly in the middle: no finish reason, no [DONE], as Portkey shows a lost upstream',
  parameters: { after },
  async play(stage) {
    openStream(stage)
    await sendEvents(stage, untilText(answerEvents(stage), stage.values.number('after')))
    stage.exchange.end()
  },
}

export const cutInEvent: Script = {
  name: 'cut-in-event',
  about:
    'The body ends inside an event, as Portkey passes on the last bytes of a lost OpenAI stream',
  parameters: { after },
  async play(stage) {
    const taken = untilText(answerEvents(stage), stage.values.number('after') + 1)
    const broken = taken.pop()
    openStream(stage)
    await sendEvents(stage, taken)
    if (broken) await stage.exchange.write(frame(broken).slice(0, 33))
    stage.exchange.end()
  },
}

export const reset: Script = {
  name: 'reset',
  about: 'The connection is reset in the middle of the reply (after=0: before the first byte)',
  parameters: { after },
  async play(stage) {
    const count = stage.values.number('after')
    if (count > 0) {
      openStream(stage)
      await sendEvents(stage, untilText(answerEvents(stage), count))
      // A reset overtakes what is still in the socket's buffer: let the text arrive first.
      await stage.exchange.wait(20)
    }
    stage.exchange.reset()
  },
  playWhole: async (stage) => stage.exchange.reset(),
}
