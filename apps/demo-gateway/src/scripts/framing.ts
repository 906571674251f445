import type { ReplyEvent } from '../wire/reply-events.ts'
import { answerEvents, frame, openStream, sendEvents, streamReply } from './perform.ts'
import type { Script, Stage } from './types.ts'

/** Good replies in every form that the event-stream format allows. */
export const framingScripts: readonly Script[] = [
  framed('crlf', 'Lines end with CR LF', (event) => `data: ${event.data}\r\n\r\n`),
  framed('cr', 'Lines end with a lone CR', (event) => `data: ${event.data}\r\r`),
  framed('mixed-line-ends', 'LF, CR and CR LF by turns', (event) =>
    event.kind === 'text' ? `data: ${event.data}\r\n\n` : `data: ${event.data}\r\n\r`,
  ),
  framed('no-space', 'No space after the colon', (event) => `data:${event.data}\n\n`),
  framed(
    'comments',
    'Comments, ids, retry hints and unknown fields between the data lines',
    (event) => `: keep-alive\n\nid: 7\nretry: 3000\nunknown: field\ndata: ${event.data}\n:\n\n`,
  ),
  framed('multi-line-data', 'Each payload spread over several data lines', multiLine),
  {
    name: 'bom',
    about: 'The stream starts with a byte order mark',
    async play(stage) {
      openStream(stage)
      await stage.exchange.write(Uint8Array.of(0xef, 0xbb, 0xbf))
      await sendEvents(stage, answerEvents(stage))
      stage.exchange.end()
    },
  },
  {
    name: 'split-frames',
    about: 'Events cut into small writes anywhere, line ends included',
    parameters: { bytes: { about: 'bytes a write', default: 7 } },
    async play(stage) {
      openStream(stage)
      await writeInParts(stage, Math.max(1, stage.values.number('bytes')))
      stage.exchange.end()
    },
  },
]

function framed(name: string, about: string, encode: (event: ReplyEvent) => string): Script {
  return { name, about, play: (stage) => streamReply(stage, answerEvents(stage), encode) }
}

function multiLine(event: ReplyEvent): string {
  if (event.kind === 'done') return frame(event)
  const lines = JSON.stringify(JSON.parse(event.data), null, 1).split('\n')
  return `${lines.map((line) => `data: ${line}\n`).join('')}\n`
}

async function writeInParts(stage: Stage, size: number): Promise<void> {
  for (const event of answerEvents(stage)) {
    const bytes = Buffer.from(frame(event))
    for (let start = 0; start < bytes.length; start += size) {
      await stage.exchange.write(bytes.subarray(start, start + size))
    }
    await stage.exchange.wait(stage.pace)
  }
}
