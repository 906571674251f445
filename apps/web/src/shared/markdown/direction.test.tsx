import { render } from '@testing-library/react'
import { expect, test } from 'vitest'
import { Markdown } from './Markdown.tsx'
import { richTextOf } from './text/rich-text.ts'

function drawn(text: string): HTMLElement {
  return render(<Markdown text={text} />).container
}

const directionOf = (element: HTMLElement, selector: string): (string | null)[] =>
  [...element.querySelectorAll(selector)].map((found) => found.getAttribute('dir'))

test('each block runs by its own text, code from left to right', () => {
  const answer = drawn(
    [
      '# مرحبا',
      'الطلب ORD-1234 تم شحنه `npm start`',
      '',
      '- أولا',
      '- Second',
      '',
      '> שלום עולם',
      '',
      '| المنتج | السعر |',
      '|---|---|',
      '| قلم | 5 USD |',
      '',
      '```',
      'const a = 1',
      '```',
    ].join('\n'),
  )
  expect(directionOf(answer, 'h3, p')).toEqual(['auto', 'auto', 'auto'])
  expect(directionOf(answer, 'ul, li')).toEqual(['rtl', 'rtl', 'ltr'])
  expect(directionOf(answer, 'blockquote, [tabindex="0"]:has(table)')).toEqual(['rtl', 'rtl'])
  expect(directionOf(answer, 'th, td')).toEqual(['auto', 'auto', 'auto', 'auto'])
  expect(directionOf(answer, 'pre, p > code')).toEqual(['ltr', 'ltr'])
})

test('a copy says the direction where it is not the usual one', () => {
  const html = richTextOf(drawn('שלום עולם\n\nHello world'))
  expect(html).toContain('<p dir="rtl">שלום עולם</p>')
  expect(html).toContain('<p>Hello world</p>')
})

test.each([
  ['请访问https://example.com/help，然后登录。', 'https://example.com/help'],
  ['Schreiben Sie jörg.müller@example.de.', 'mailto:j%C3%B6rg.m%C3%BCller@example.de'],
  ["sinead.o'connor@example.com", "mailto:sinead.o'connor@example.com"],
  ['https://example.com/a_b_c?x=1&amp;y=2', 'https://example.com/a_b_c?x=1&y=2'],
])('the answer %s links to %s', (text, href) => {
  const links = [...drawn(text).querySelectorAll('a')].map((link) => link.getAttribute('href'))
  expect(links).toEqual([href])
})
