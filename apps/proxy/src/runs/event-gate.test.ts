import { expect, test } from 'vitest'
import { createEventGate } from './event-gate.ts'

const done = 'data: [DONE]\n\n'

/** What gets through, in pieces of `size` bytes, when `[DONE]` is judged as soon as it is met. */
function pass(
  text: string,
  size: number,
  isGood = true,
): { passed: string; gate: ReturnType<typeof createEventGate> } {
  const gate = createEventGate()
  const bytes = Buffer.from(text)
  let passed = ''
  for (let offset = 0; offset < bytes.length; offset += size) {
    passed += gate.push(bytes.subarray(offset, offset + size)).toString('latin1')
    if (!gate.isAtDone) continue
    if (!isGood) break
    passed += gate.open().toString('latin1')
  }
  return { passed: Buffer.from(passed, 'latin1').toString(), gate }
}

const streams = {
  LF: `data: {"a":"é [DONE] 1"}\n\n: waiting\n\ndata: {"b":2}\n\n${done}`,
  CRLF: 'data: {"a":1}\r\n\r\ndata: {"b":2}\r\n\r\ndata: [DONE]\r\n\r\n',
  CR: 'data: {"a":1}\r\rdata: {"b":2}\r\rdata: [DONE]\r\r',
  'no space': 'data:{"a":1}\n\ndata:[DONE]\n\n',
  'fields around data': 'event: message\nid: 5\ndata: {"a":1}\nretry: 3\n\ndata: [DONE]\n\n',
  'something after [DONE]': `data: {"a":1}\n\n${done}data: {"hook_results":{}}\n\n`,
}

test.each(Object.entries(streams))(
  'a good stream with %s passes unchanged, wherever it is cut',
  (_name, text) => {
    for (let size = 1; size <= text.length; size += 1) expect(pass(text, size).passed).toBe(text)
  },
)

test('no [DONE] passes after a bad end, and none of an event that is not finished', () => {
  const events = 'data: {"a":1}\n\ndata: {"b":2}\n\n'
  for (let size = 1; size < 60; size += 1) {
    expect(pass(events + done, size, false).passed).toBe(events)
    const { passed, gate } = pass(`${events}data: {"cut`, size)
    expect(passed).toBe(events)
    expect(gate.lastEvent()).toHaveLength(0)
    expect(gate.lastDone()).toHaveLength(0)
  }
})

test('comments pass at once, so that they keep connections alive', () => {
  const gate = createEventGate()
  expect(gate.push(Buffer.from(': one\n')).toString()).toBe(': one\n')
  expect(gate.push(Buffer.from(': two')).toString()).toBe('')
  expect(gate.push(Buffer.from('\ndata: {')).toString()).toBe(': two\n')
})

test('a last event that lacks only its blank line is an event', () => {
  const { gate } = pass('data: {"a":1}', 4)
  expect(gate.lastEvent().toString()).toBe('data: {"a":1}')
})

test('a last [DONE] without a line end is one', () => {
  const { passed, gate } = pass('data: {"a":1}\n\ndata: [DONE]', 5)
  expect(passed).toBe('data: {"a":1}\n\n')
  expect(gate.lastEvent()).toHaveLength(0)
  expect(gate.lastDone().toString()).toBe('data: [DONE]')
  expect(gate.hasPassedDone).toBe(true)
})

test('an event too large to hold passes in parts, unchanged', () => {
  const text = `data: {"a":"${'x'.repeat(300_000)}"}\n\ndata: {"b":2}\n\n${done}`
  expect(pass(text, 16_384).passed).toBe(text)
  expect(pass(text, 7001).passed).toBe(text)
})
