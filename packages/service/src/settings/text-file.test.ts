import { expect, test } from 'vitest'
import { decodeText } from './text-file.ts'

const text = 'KEY=grün\r\nOTHER=1\n'
const utf16 = Buffer.from(text, 'utf16le')

test.each([
  ['as it is', Buffer.from(text)],
  ['behind a byte order mark', Buffer.from(`\ufeff${text}`)],
])('text %s is read', (_name, bytes) => {
  expect(decodeText(bytes)).toBe(text)
})

test.each([
  ['UTF-16, little end first', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), 'UTF-16'],
  ['UTF-16, big end first', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16.swap16()]), 'UTF-16'],
  ['UTF-16 without a mark', Buffer.from('KEY=1', 'utf16le'), 'UTF-16'],
  ['Latin-1', Buffer.from(text, 'latin1'), 'not UTF-8'],
  ['a cut letter', Buffer.from(text).subarray(0, 7), 'not UTF-8'],
])('%s is refused', (_name, bytes, words) => {
  expect(() => decodeText(bytes)).toThrow(words)
})
