import { readdirSync } from 'node:fs'
import type { Socket } from 'node:net'
import { readTranscript } from '../../apps/proxy/src/testing/transcripts.ts'
import type { Random } from './random.ts'

/** An upstream's part for one request: pieces, with a turn of the loop between, and how it ends. */
export type Play = {
  readonly pieces: readonly Buffer[]
  readonly end: 'keep' | 'fin' | 'reset' | 'hold'
}

const folder = new URL('../../apps/proxy/src/testing/__fixtures__/', import.meta.url)
const transcripts = readdirSync(folder)
  .filter((name) => name.endsWith('.txt') && name !== 'openai-ok-raw-socket.txt')
  .toSorted()
  .map((name) => readTranscript(name.replace('.txt', '')))

/** An answer that may be right, nearly right or nonsense. The same random source gives the same answer. */
export function randomPlay(random: Random): Play {
  const { status, headers, body } = random.pick(transcripts)
  const isStream = (headers['content-type'] ?? '').startsWith('text/event-stream')
  const bytes = mutateBody(Buffer.from(body), random)
  const head = randomHead(random.chance(0.9) ? status : randomStatus(random), isStream, random)
  const framing = random.int(10)
  if (framing < 6) {
    const chunks = split(bytes, random).map((piece) => chunked(piece, random))
    const last = random.chance(0.9)
      ? '0\r\n\r\n'
      : random.pick(['', '0\r\n', '\r\n', 'zz\r\n', '0\r\nx: y\r\n\r\n'])
    return {
      pieces: [
        Buffer.from(`${head}transfer-encoding: chunked\r\n\r\n`),
        ...chunks,
        Buffer.from(last),
      ],
      end: last === '0\r\n\r\n' ? random.pick(['keep', 'keep', 'fin', 'reset']) : randomEnd(random),
    }
  }
  if (framing < 8) {
    const length = random.chance(0.7) ? bytes.length : random.int(bytes.length * 2 + 1)
    return {
      pieces: [Buffer.from(`${head}content-length: ${length}\r\n\r\n`), ...split(bytes, random)],
      end: length === bytes.length ? 'keep' : randomEnd(random),
    }
  }
  if (framing === 8) {
    return {
      pieces: [Buffer.from(`${head}connection: close\r\n\r\n`), ...split(bytes, random)],
      end: random.pick(['fin', 'reset']),
    }
  }
  return { pieces: split(random.bytes(random.int(2000)), random), end: randomEnd(random) }
}

/** Sends a play. What comes back from a closed socket is of no interest. */
export async function perform({ pieces, end }: Play, socket: Socket): Promise<void> {
  for (const piece of pieces) {
    if (socket.destroyed) return
    if (piece.length > 0) socket.write(piece)
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (end === 'fin') socket.end()
  if (end === 'reset') socket.resetAndDestroy()
}

function randomEnd(random: Random): Play['end'] {
  return random.chance(0.1) ? 'hold' : random.pick(['fin', 'reset'])
}

function randomStatus(random: Random): number {
  return random.pick([
    200, 200, 201, 204, 206, 246, 299, 301, 304, 400, 404, 418, 429, 446, 500, 503, 599, 999,
  ])
}

function randomHead(status: number, isStream: boolean, random: Random): string {
  const type = isStream === random.chance(0.95) ? 'text/event-stream' : 'application/json'
  const odd = random.chance(0.2)
    ? random.pick([
        'x-portkey-provider: \u00ff\r\n',
        'x-portkey-provider: openai\r\nx-portkey-provider: groq\r\n',
        'set-cookie: a=b\r\nset-cookie: c=d\r\n',
        'retry-after: soon\r\nretry-after-ms: NaN\r\n',
        'retry-after: 99999999999999999999\r\n',
        'content-encoding: gzip\r\n',
        'content-encoding: identity\r\n',
        `x-long: ${'x'.repeat(random.int(20_000))}\r\n`,
        'x-empty:\r\n',
        '__proto__: x\r\nconstructor: y\r\n',
        'location: http://evil.example/\r\n',
      ])
    : ''
  return `HTTP/1.1 ${status} X\r\ncontent-type: ${type}\r\n${odd}`
}

function mutateBody(bytes: Buffer, random: Random): Buffer {
  let body = bytes
  for (let count = random.int(4); count > 0; count -= 1) body = mutateOnce(body, random)
  return body
}

function mutateOnce(body: Buffer, random: Random): Buffer {
  const at = random.int(body.length + 1)
  const insert = (middle: Buffer): Buffer =>
    Buffer.concat([body.subarray(0, at), middle, body.subarray(at)])
  switch (random.int(11)) {
    case 0:
      return body.subarray(0, at)
    case 1:
      return insert(random.bytes(random.int(64)))
    case 2:
      return insert(
        Buffer.from(
          random.pick([
            '\n',
            '\r',
            '\r\n',
            '\n\n',
            '\r\r',
            'data: ',
            ':',
            '\0',
            '\ufeff',
            '\u2028',
          ]),
        ),
      )
    case 3:
      return insert(
        Buffer.from(
          random.pick([
            'data: [DONE]\n\n',
            '\n\ndata: [DONE]\n\n',
            'event: error\n',
            '[DONE]',
            'event: end\ndata: {"outcome":"complete"}\n\n',
          ]),
        ),
      )
    case 4:
      return Buffer.from(body.toString().replaceAll('\n', random.pick(['\r\n', '\r', '\n\n'])))
    case 5: {
      const copy = Buffer.from(body)
      if (copy.length > 0) copy[random.int(copy.length)] = random.int(256)
      return copy
    }
    case 6:
      return insert(Buffer.from([0xff, 0xfe, 0xc3, 0xe2, 0x82]))
    case 7:
      return random.chance(0.1) ? insert(Buffer.alloc(random.int(300_000), 'x')) : body
    case 8:
      return insert(body.subarray(at, at + random.int(2000)))
    case 9:
      return Buffer.from(
        body
          .toString()
          .replace(
            /"finish_reason":"\w+"/g,
            random.pick([
              '"finish_reason":null',
              '"finish_reason":5',
              '"finish_reason":"error"',
              '"finish_reason":"length"',
              '"choices":[null]',
            ]),
          ),
      )
    default:
      return Buffer.concat([body.subarray(at), body.subarray(0, at)])
  }
}

function split(bytes: Buffer, random: Random): Buffer[] {
  const largest = random.pick([1, 7, 50, 500, 5000, 100_000])
  const pieces: Buffer[] = []
  for (let from = 0; from < bytes.length && pieces.length < 400;) {
    // The last piece takes what is left, so that a long body does not become a long wait.
    const size = pieces.length === 399 ? bytes.length : 1 + random.int(largest)
    pieces.push(bytes.subarray(from, from + size))
    from += size
  }
  return pieces
}

function chunked(piece: Buffer, random: Random): Buffer {
  const size = random.chance(0.002) ? random.int(100_000) : piece.length
  return Buffer.concat([Buffer.from(`${size.toString(16)}\r\n`), piece, Buffer.from('\r\n')])
}
