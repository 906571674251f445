import { expect, test } from 'vitest'
import { parseMarkdown } from '../parse/parse.ts'
import { plainTextOf } from './plain-text.ts'

function plain(markdown: string): string {
  return plainTextOf(parseMarkdown(markdown))
}

test('marks are gone, what they stood for can still be read', () => {
  expect(plain('## Next *steps*\n\nPlease **do** `this`, ~~not that~~.\nKind regards,\nMaya')).toBe(
    'Next steps\n\nPlease do this, not that.\nKind regards,\nMaya',
  )
})

test('lists keep dashes, numbers, boxes and depth', () => {
  expect(plain('- one\n  - **two**\n- three\n\n3. c\n4. d')).toBe(
    '- one\n  - two\n- three\n\n3. c\n4. d',
  )
  expect(plain('- [x] done\n- [ ] open')).toBe('- [x] done\n- [ ] open')
  expect(plain('1. first\n\n   more of it\n\n2. second')).toBe('1. first\n   more of it\n2. second')
})

test('quotations, code and tables stay readable', () => {
  expect(plain('You wrote:\n\n> It is *broken*.\n>\n> Help!')).toBe(
    'You wrote:\n\n> It is broken.\n>\n> Help!',
  )
  expect(plain('```sh\nls *.txt\n```')).toBe('ls *.txt')
  expect(plain('| a | b |\n| - | - |\n| **1** | 2 |')).toBe('a | b\n1 | 2')
  expect(plain('above\n\n---\n\nbelow')).toBe('above\n\nbelow')
})

test('links keep their address, and only a good one', () => {
  expect(plain('See [the manual](https://example.com/m).')).toBe(
    'See the manual (https://example.com/m).',
  )
  const said = 'See https://example.com, www.example.org or help@example.com'
  expect(plain(said)).toBe(said)
  expect(plain('[here](javascript:alert(1))')).toBe('here')
})

test('text that only looks like Markdown or HTML is kept', () => {
  expect(plain('2 * 3 * 4, a_b_c, <b>x</b>, AT&amp;T, 5 \\* 6')).toBe(
    '2 * 3 * 4, a_b_c, <b>x</b>, AT&T, 5 * 6',
  )
})
