import { render } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { Markdown } from '../Markdown.tsx'
import { copyRichText, richTextOf } from './rich-text.ts'
import { TicketLinkContext } from '../TextWithTickets.tsx'

afterEach(() => vi.unstubAllGlobals())

function copied(text: string): string {
  const drawn = render(
    <TicketLinkContext value={() => undefined}>
      <Markdown text={text} />
    </TicketLinkContext>,
  )
  return richTextOf(drawn.container)
}

test('a table is a table, with a border that needs no style sheet', () => {
  const html = copied('| a | b |\n|---|--:|\n| 1 | =SUM(A1) |\n| -5 | -x |')
  const table = new DOMParser().parseFromString(html, 'text/html').querySelector('table')
  expect(table?.getAttribute('border')).toBe('1')
  const cells = [...(table?.querySelectorAll('td') ?? [])]
  // Neither runs as a formula in a spreadsheet; a number stays one.
  expect(cells.map((cell) => cell.textContent)).toEqual(['1', '\u2060=SUM(A1)', '-5', '\u2060-x'])
  expect(cells.map((cell) => cell.getAttribute('align'))).toEqual([null, 'right', null, 'right'])
  expect(html).not.toContain('style=')
})

test('code, quotes, tasks and links are what they are elsewhere too', () => {
  const html = copied(
    '- [x] done\n- [ ] open\n\n> quoted\n\n```ts\nconst a = 1\n\nconst b\n```\n\n`x`, [out](https://example.org), #1042',
  )
  expect(html).toContain('☑ ')
  expect(html).toContain('☐ ')
  expect(html).toMatch(/<pre><code><font face="Consolas[^"]*">const a = 1\n\nconst b/)
  expect(html).toContain('<blockquote>')
  expect(html).toContain('<a href="https://example.org/">out</a>')
  expect(html).toContain('#1042')
  expect(html).not.toMatch(/href="\/|<input|<button|class=|<span/)
})

test('a footnote that has no text leaves no mark in what is copied', () => {
  expect(copied('You have 30 days[^1].')).toMatch(/30 days\.<\/p>/)
  expect(copied('You have 30 days[^1].\n\n[^1]: Terms')).not.toContain('[^')
})

test('both forms go to the clipboard at once, and text alone where only that is possible', async () => {
  const written: string[] = []
  const clipboard = { writeText: async (text: string) => void written.push(text) }
  vi.stubGlobal('navigator', { clipboard })
  await copyRichText('**a**', '<b>a</b>')
  expect(written).toEqual(['**a**'])

  const forms: string[][] = []
  document.execCommand = () => {
    const clipboardData = { setData: (...form: string[]) => forms.push(form) }
    return document.dispatchEvent(Object.assign(new Event('copy'), { clipboardData }))
  }
  await copyRichText('**a**', '<b>a</b>')
  Reflect.deleteProperty(document, 'execCommand')
  expect(forms).toEqual([
    ['text/plain', '**a**'],
    ['text/html', '<b>a</b>'],
  ])
  expect(written).toHaveLength(1)
})
