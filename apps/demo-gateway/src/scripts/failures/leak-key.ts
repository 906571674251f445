import { replyEvents, textPieces } from '../../wire/reply-events.ts'
import {
  answerEvents,
  frame,
  openStream,
  sendEvents,
  sendFault,
  shapeOf,
  streamReply,
} from '../perform.ts'
import type { Script, Stage } from '../types.ts'

export const leakKey: Script = {
  name: 'leak-key',
  about:
    'Repeats the key that came with the request: in an error body, a header, a mid-stream error, one chunk, two chunks, or one chunk over two writes',
  parameters: {
    in: { about: 'body, header, event, stream, chunks or writes', default: 'stream' },
  },
  async play(stage) {
    const key = stage.request.credential.replace(/^Bearer\s+/i, '') || 'no-key-came'
    switch (stage.values.text('in')) {
      case 'body':
        return sendFault(stage, {
          status: 401,
          message: `Incorrect API key provided: ${key}.`,
          type: 'invalid_request_error',
          code: 'invalid_api_key',
        })
      case 'header':
        openStream(stage, { 'x-debug-authorization': key, 'x-request-id': key })
        await sendEvents(stage, answerEvents(stage))
        return stage.exchange.end()
      case 'event':
        openStream(stage)
        await sendEvents(stage, answerEvents(stage).slice(0, 4))
        await stage.exchange.write(
          frame({ data: JSON.stringify({ error: { message: `Bad key ${key}`, type: 'auth' } }) }),
        )
        return stage.exchange.end()
      case 'chunks':
        return streamReply(stage, saying(stage, halves(`Your key is ${key} indeed.`)))
      case 'writes':
        openStream(stage)
        for (const event of saying(stage, [`Your key is ${key} indeed.`])) {
          for (const half of halves(frame(event), frame(event).indexOf(key) + key.length / 2)) {
            await stage.exchange.write(half)
            await stage.exchange.wait(5)
          }
        }
        return stage.exchange.end()
      default:
        return streamReply(stage, saying(stage, ['Your key is ', key, ...textPieces(' indeed.')]))
    }
  },
}

function saying(stage: Stage, pieces: readonly string[]): ReturnType<typeof replyEvents> {
  return replyEvents(shapeOf(stage), stage.reply, pieces)
}

function halves(text: string, at = text.length / 2): string[] {
  const position = Math.max(1, Math.floor(at))
  return [text.slice(0, position), text.slice(position)]
}
