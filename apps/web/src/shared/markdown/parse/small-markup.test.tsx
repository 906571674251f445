import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { Markdown } from '../Markdown.tsx'
import { parseMarkdown } from './parse.ts'
import { plainTextOf } from '../text/plain-text.ts'
import { richTextOf } from '../text/rich-text.ts'

afterEach(cleanup)

function html(text: string): string {
  return richTextOf(render(<Markdown text={text} />).container)
}

function plain(text: string): string {
  return plainTextOf(parseMarkdown(text))
}

test.each([
  ['| 1 | a |\n|---|---|\n| 1 | Charge<br>Restart |', 'Charge<br>Restart', '1 | Charge\nRestart'],
  ['One<br/>two<BR />three', 'One<br>two<br>three', 'One\ntwo\nthree'],
  ['One<br>\ntwo', 'One<br>two', 'One\ntwo'],
  ['H<sub>2</sub>O', 'H<sub>2</sub>O', 'H₂O'],
  ['10<sup>-6</sup> m<SUP>2</SUP>', '10<sup>-6</sup> m<sup>2</sup>', '10⁻⁶ m²'],
  ['1<sup>st</sup> and x<sub>max</sub>', '1<sup>st</sup> and x<sub>max</sub>', '1st and xmax'],
  ['Press <kbd>Ctrl</kbd>+<kbd>**C**</kbd>', '<kbd><strong>C</strong></kbd>', 'Press Ctrl+C'],
  ['a <u>b</u>, <mark>c</mark>', '<u>b</u>, <mark>c</mark>', 'a b, c'],
  [
    'M&uuml;ller &amp; S&ouml;hne&nbsp;&#8364;5',
    'Müller &amp; Söhne&nbsp;€5',
    'Müller & Söhne\u00a0€5',
  ],
  ['&Lstrok;&oacute;d&zacute;, Dvo&rcaron;&aacute;k', 'Łódź, Dvořák', 'Łódź, Dvořák'],
  ['&check; &rarr; &alpha; &#x1F600;', '✓ → α 😀', '✓ → α 😀'],
])('%j is drawn, copied and inserted as what it means', (text, drawn, inserted) => {
  expect(html(text)).toContain(drawn)
  expect(plain(text)).toContain(inserted)
})

test.each([
  '<script>alert(1)</script>',
  '<b onclick="x()">a</b>',
  '<sub onclick="x()">a</sub>',
  '<kbd style="x">a</kbd>',
  '<br onload=x>',
  '<subject>x</subject>',
  '<sub>open',
  '<div>a</div> and <a href="x">b</a>',
  'AT&T; &nosuch; &copy and R&D',
  '?a=1&copy=2&lt=3',
])('%j stays text', (text) => {
  const { container } = render(<Markdown text={text} />)
  expect(container.textContent).toBe(text)
  expect(container.querySelector('script,b,sub,kbd,br')).toBeNull()
  expect(plain(text)).toBe(text)
})

test.each(['`H<sub>2</sub>O&uuml;<br>`', '```html\n<br>&uuml;\n```'])('%j is code', (text) => {
  const { container } = render(<Markdown text={text} />)
  expect(container.querySelector('code')?.textContent).toContain('<br>')
  expect(plain(text)).toContain('&uuml;')
})
