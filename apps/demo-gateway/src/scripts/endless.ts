import { answerEvents, frame, openStream, sendEvents, untilText } from './perform.ts'
import type { Script } from './types.ts'

export const endlessLine: Script = {
  name: 'endless-line',
  about: 'A few words, then a line that does not end',
  parameters: { bytes: { about: 'when it gives up', default: 201_326_592 } },
  async play(stage) {
    openStream(stage)
    await sendEvents(stage, untilText(answerEvents(stage), 3))
    await stage.exchange.write('data: {"id":"')
    const block = Buffer.alloc(65_536, 'x')
    for (let left = stage.values.number('bytes'); left > 0; left -= block.length) {
      await stage.exchange.write(block)
    }
    stage.exchange.end()
  },
}

export const invalidUtf8: Script = {
  name: 'invalid-utf8',
  about: 'Bytes that are not UTF-8 in the middle of a text',
  async play(stage) {
    const events = answerEvents(stage)
    const middle = events.findIndex((event) => event.kind === 'text') + 1
    openStream(stage)
    await sendEvents(stage, events.slice(0, middle))
    const [before = '', after = ''] = frame(events[middle] ?? { data: '' }).split('"content":"')
    await stage.exchange.write(
      Buffer.concat([
        Buffer.from(`${before}"content":"`),
        Uint8Array.of(0xff, 0xfe, 0xc3, 0x28, 0xe2, 0x82),
        Buffer.from(after),
      ]),
    )
    await sendEvents(stage, events.slice(middle + 1))
    stage.exchange.end()
  },
}
