import { expect, test } from 'vitest'
import { copyText } from './copy-text.ts'
import { parseMarkdown } from '../parse/parse.ts'
import { plainTextOf } from './plain-text.ts'

test.each([
  ['You have 30 days[^1].', 'You have 30 days.', 'You have 30 days.'],
  ['You have 30 days [^1]. More', 'You have 30 days. More', 'You have 30 days. More'],
  ['One [^a] two[^b]\n\nthree', 'One two\n\nthree', 'One two\n\nthree'],
  ['One[^1].\n\n[^1]: Terms, **4**.', 'One.\n\nTerms, **4**.', 'One.\n\nTerms, 4.'],
  ['- a[^1]\n- b [^2], c', '- a\n- b, c', '- a\n- b, c'],
  ['| a[^1] |\n|---|\n| b |', '| a |\n|---|\n| b |', 'a\nb'],
])('%j is copied and inserted without the marks of its footnotes', (text, copied, inserted) => {
  expect(copyText(text)).toBe(copied)
  expect(plainTextOf(parseMarkdown(text))).toBe(inserted)
})

test.each(['Use [^0-9] or [^abc]+ for it.', 'Write `[^1]` for a note.', '```\na[^1]\n```'])(
  '%j keeps what is no mark',
  (text) => {
    expect(copyText(text)).toBe(text)
    expect(plainTextOf(parseMarkdown(text))).toContain('[^')
  },
)

test.each([
  ['**M&uuml;ller** &amp; `&uuml;` &lt;b&gt;', '**Müller** &amp; `&uuml;` &lt;b&gt;'],
  ['H<sub>2</sub>O, <kbd>Ctrl</kbd>', 'H₂O, Ctrl'],
  ['one<br>two', 'one  \ntwo'],
  ['| a |\n|---|\n| b<br>c |', '| a |\n|---|\n| b / c |'],
  ['<b>x</b> <script>', '<b>x</b> <script>'],
])('%j is copied as what it means, in Markdown', (text, copied) => {
  expect(copyText(text)).toBe(copied)
})
