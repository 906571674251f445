import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { createRunReaders } from './run-readers.ts'

/** Only its closing is heard. */
const response = () => new EventEmitter() as ServerResponse

test('a reply has so many readers, and a place that is left is free again', () => {
  const readers = createRunReaders(2)
  const first = response()
  readers.take('a', first)
  readers.take('a', response())
  expect(() => readers.take('a', response())).toThrow(/2 places already/)
  readers.take('b', response())
  first.emit('close')
  readers.take('a', response())
  expect(() => readers.take('a', response())).toThrow(/2 places already/)
})
