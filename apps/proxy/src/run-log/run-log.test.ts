import { expect, test } from 'vitest'
import { createRunLog, type RunLog } from './run-log.ts'

function filled(pieces: number, size: number): { log: RunLog; whole: Buffer } {
  const log = createRunLog()
  const all = Array.from({ length: pieces }, (_, index) => Buffer.alloc(size, 97 + (index % 26)))
  for (const piece of all) log.append(piece)
  return { log, whole: Buffer.concat(all) }
}

test('what was appended is read back from any offset', () => {
  const { log, whole } = filled(3000, 57)
  for (const from of [0, 1, 4095, 4096, 4097, 70_000, whole.length - 1]) {
    expect(log.copy(from, log.end).equals(whole.subarray(from))).toBe(true)
  }
  expect(log.read(log.end, log.end)).toBeUndefined()
})

test('reads stop at the limit', () => {
  const { log, whole } = filled(10, 10)
  expect(log.read(5, 42)?.equals(whole.subarray(5, 42))).toBe(true)
})

test('a piece larger than any slab is kept whole', () => {
  const log = createRunLog()
  log.append(Buffer.from('a'))
  log.append(Buffer.alloc(300_000, 'b'))
  log.append(Buffer.from('c'))
  expect(log.end).toBe(300_002)
  expect(log.copy(299_999, log.end).toString()).toBe('bbc')
})

test('trimming forgets whole slabs and keeps offsets', () => {
  const { log, whole } = filled(3000, 57)
  log.trim(100_000)
  expect(log.start).toBeGreaterThan(0)
  expect(log.start).toBeLessThanOrEqual(100_000)
  expect(log.copy(log.start, log.end).equals(whole.subarray(log.start))).toBe(true)
  expect(log.at(0)).toBe(-1)
})

test('masking overwrites across slabs', () => {
  const { log } = filled(3000, 57)
  log.mask(4000, 4200)
  expect(log.copy(3999, 4201).toString()).toMatch(/^[a-z]\*{200}[a-z]$/)
})
