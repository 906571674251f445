import { expect, test } from 'vitest'
import { cutCharacters, wellFormedJson } from './well-formed.ts'

test.each([
  ['ab😀', 3, 'ab'],
  ['ab😀', 4, 'ab😀'],
  ['😀', 1, ''],
  ['abc', 2, 'ab'],
  ['abc', 9, 'abc'],
])('%s cut to %i is %s', (text, limit, cut) => expect(cutCharacters(text, limit)).toBe(cut))

test.each([
  ['a\ud83d', 'a\ufffd'],
  ['\ude00b', '\ufffdb'],
  ['\ud83d\ud83d\ude00', '\ufffd😀'],
  [String.raw`a path \ud83d in words`, String.raw`a path \ud83d in words`],
  [String.raw`\\ud83d` + '\ud83d', String.raw`\\ud83d` + '\ufffd'],
  ['😀 \u0000 "', '😀 \u0000 "'],
])('%j goes out as %j', (text, sent) => {
  expect(JSON.parse(wellFormedJson({ text }))).toEqual({ text: sent })
})

test('a key is a text too', () => expect(wellFormedJson({ '\ud83d': 1 })).toBe('{"\\ufffd":1}'))
