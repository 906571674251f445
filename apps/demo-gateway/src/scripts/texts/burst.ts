import { answerEvents, frame, openStream } from '../perform.ts'
import type { Script } from '../types.ts'

export const burst: Script = {
  name: 'burst',
  about: 'The whole reply in a single write',
  async play(stage) {
    openStream(stage)
    await stage.exchange.write(answerEvents(stage).map(frame).join(''))
    stage.exchange.end()
  },
}
