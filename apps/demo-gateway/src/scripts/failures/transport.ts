import { answerEvents, frame } from '../perform.ts'
import type { Script, Stage } from '../types.ts'

const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n'

/** Answers that are odd or broken below HTTP. They write to the socket themselves. */
export const transportScripts: readonly Script[] = [
  raw('early-hints', 'Status 102 and 103 before a good reply', async (stage) => {
    await stage.exchange.socketWrite(
      'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n',
    )
    await writeChunked(stage, '0\r\n\r\n')
  }),
  raw('trailers', 'A good reply with trailers after the last chunk', (stage) =>
    writeChunked(stage, '0\r\nx-checksum: 1234\r\nset-cookie: late=1\r\n\r\n'),
  ),
  raw('close-delimited', 'A good reply whose end is the end of the connection', (stage) =>
    stage.exchange.socketWrite(`${head}connection: close\r\n\r\n${bodyOf(stage)}`),
  ),
  raw('exact-length', 'A good reply with a content-length', (stage) =>
    stage.exchange.socketWrite(
      `${head}connection: close\r\ncontent-length: ${Buffer.byteLength(bodyOf(stage))}\r\n\r\n${bodyOf(stage)}`,
    ),
  ),
  raw('short-length', 'Half the bytes that the content-length promised', (stage) =>
    stage.exchange.socketWrite(
      `${head}connection: close\r\ncontent-length: ${Buffer.byteLength(bodyOf(stage))}\r\n\r\n${bodyOf(stage).slice(0, Math.floor(bodyOf(stage).length / 2))}`,
    ),
  ),
  raw('bad-chunk', 'A chunk size that is no number, in the middle of the body', async (stage) => {
    const body = Buffer.from(bodyOf(stage))
    const half = body.subarray(0, Math.floor(body.length / 2))
    await stage.exchange.socketWrite(
      `${head}transfer-encoding: chunked\r\n\r\n${half.length.toString(16)}\r\n${half.toString()}\r\nzz\r\n`,
    )
  }),
  raw('not-http', 'Bytes that are not HTTP', (stage) =>
    stage.exchange.socketWrite('SSH-2.0-OpenSSH_9.6\r\nwhat is this\r\n\r\n'),
  ),
  raw('fin', 'The connection is closed instead of an answer', () => undefined),
  raw('upgrade', 'Status 101, unasked', (stage) =>
    stage.exchange.socketWrite(
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\r\n',
    ),
  ),
  raw('204', 'Status 204, no content', (stage) =>
    stage.exchange.socketWrite('HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n'),
  ),
  {
    name: 'half-head',
    about: 'Half a block of headers, then silence',
    playWhole: 'same',
    async play(stage) {
      await stage.exchange.socketWrite(head)
      await stage.exchange.hold()
    },
  },
]

function raw(
  name: string,
  about: string,
  write: (stage: Stage) => Promise<void> | undefined,
): Script {
  return {
    name,
    about,
    playWhole: 'same',
    async play(stage) {
      await write(stage)
      stage.exchange.socketEnd()
    },
  }
}

function bodyOf(stage: Stage): string {
  return answerEvents(stage).map(frame).join('')
}

async function writeChunked(stage: Stage, ending: string): Promise<void> {
  await stage.exchange.socketWrite(`${head}connection: close\r\ntransfer-encoding: chunked\r\n\r\n`)
  for (const event of answerEvents(stage)) {
    const text = frame(event)
    await stage.exchange.socketWrite(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`)
  }
  await stage.exchange.socketWrite(ending)
}
