import { expect, test } from 'vitest'
import { createSseReader, SseLimitError, type SseEvent } from './sse.ts'

const encoder = new TextEncoder()

function readInPieces(bytes: Uint8Array, size: number, startAt = 0): SseEvent[] {
  const reader = createSseReader({ startAt })
  const events: SseEvent[] = []
  for (let at = 0; at < bytes.length; at += size) {
    events.push(...reader.push(bytes.subarray(at, at + size)))
  }
  return events
}

const streams = {
  'line feeds':
    'event: run\ndata: {"a":1}\n\n: ping\n\ndata: héllo 🎫\ndata: 世界\n\ndata: end\n\n',
  'carriage returns and line feeds':
    'event: run\r\ndata: {"a":1}\r\n\r\n: ping\r\n\r\ndata: héllo 🎫\r\ndata: 世界\r\n\r\ndata: end\r\n\r\n',
  'carriage returns':
    'event: run\rdata: {"a":1}\r\r: ping\r\rdata: héllo 🎫\rdata: 世界\r\rdata: end\r\r',
}

test.each(Object.entries(streams))('%s give the same events in pieces of any size', (_, text) => {
  const bytes = encoder.encode(text)
  for (let size = 1; size <= bytes.length; size++) {
    const events = readInPieces(bytes, size)
    expect(events.map(({ event, data }) => [event, data])).toEqual([
      ['run', '{"a":1}'],
      [undefined, 'héllo 🎫\n世界'],
      [undefined, 'end'],
    ])
  }
})

test.each(Object.entries(streams))('%s: reading goes on from the end of any event', (_, text) => {
  const bytes = encoder.encode(text)
  const all = readInPieces(bytes, bytes.length)
  for (const [index, { endsAt }] of all.entries()) {
    expect(readInPieces(bytes.subarray(endsAt), 3, endsAt)).toEqual(all.slice(index + 1))
  }
})

test('an event that never ended is not dispatched', () => {
  const reader = createSseReader()
  expect(reader.push(encoder.encode('data: whole\n\ndata: ha'))).toEqual([
    { event: undefined, data: 'whole', endsAt: 13 },
  ])
})

test('an event larger than the limit is refused, however it is cut', () => {
  const reader = createSseReader({ maxEventBytes: 100 })
  reader.push(encoder.encode('data: small\n\n'.repeat(50)))
  const piece = encoder.encode('data: '.padEnd(60, 'x'))
  reader.push(piece)
  expect(() => reader.push(piece)).toThrow(SseLimitError)
})

test.each([0, 40])(
  'a byte order mark is dropped where the stream begins only; read from byte %i',
  (startAt) => {
    const bytes = new TextEncoder().encode(
      '\u{FEFF}data: marked\n\ndata: plain\n\n\u{FEFF}data: x\n\n',
    )
    const read = createSseReader({ startAt })
      .push(bytes)
      .map(({ data }) => data)
    expect(read).toEqual(startAt === 0 ? ['marked', 'plain'] : ['plain'])
  },
)
