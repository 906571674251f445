import { render } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { Markdown } from './Markdown.tsx'
import { copyRichText, richTextOf } from './rich-text.ts'
import { TicketLinkContext } from './TextWithTickets.tsx'

afterEach(() => vi.unstubAllGlobals())

function copied(text: string): string {
  const drawn = render(
    <TicketLinkContext value={() => undefined}>
      <Markdown text={text} />
    </TicketLinkContext>,
  )
  return richTextOf(drawn.container)
}

function isText(cell: Element): boolean {
  return (cell.getAttribute('style') ?? '').includes('mso-number-format')
}

test('a table is a table, with borders that stand on its cells', () => {
  const html = copied('| a | b |\n|---|--:|\n| 1 | =SUM(A1) |\n| -5 | -x |')
  const table = new DOMParser().parseFromString(html, 'text/html').querySelector('table')
  expect(table?.getAttribute('border')).toBe('1')
  expect(table?.getAttribute('style')).toContain('border-collapse:collapse')
  const cells = [...(table?.querySelectorAll('td') ?? [])]
  expect(cells.map((cell) => cell.textContent)).toEqual(['1', '=SUM(A1)', '-5', '-x'])
  // Neither runs as a formula in a spreadsheet; a number stays one.
  expect(cells.map(isText)).toEqual([false, true, false, true])
  expect(cells.every((cell) => cell.getAttribute('style')?.includes('border:1px'))).toBe(true)
})

test('code, quotes, tasks and links are what they are elsewhere too', () => {
  const html = copied(
    '- [x] done\n- [ ] open\n\n> quoted\n\n```ts\nconst a = 1\n\nconst b\n```\n\n`x`, [out](https://example.org), #1042',
  )
  expect(html).toContain('☑ ')
  expect(html).toContain('☐ ')
  expect(html).toMatch(
    /<pre style="font-family:Consolas[^"]*"><code style="[^"]*">const a = 1\n\nconst b/,
  )
  expect(html).toContain('<blockquote style="border-left')
  expect(html).toContain('<a href="https://example.org/">out</a>')
  expect(html).toContain('#1042')
  expect(html).not.toMatch(/href="\/|<input|<button|class=|<span/)
})

test('both forms go to the clipboard at once, and text alone where only that is possible', async () => {
  const written: unknown[] = []
  const clipboard = {
    write: async (items: unknown[]) => void written.push(...items),
    writeText: async (text: string) => void written.push(text),
  }
  vi.stubGlobal('navigator', { clipboard })
  vi.stubGlobal('ClipboardItem', function ClipboardItem(parts: Record<string, Blob>) {
    return Object.keys(parts)
  })
  await copyRichText('**a**', '<b>a</b>')
  vi.stubGlobal('ClipboardItem', undefined)
  await copyRichText('**a**', '<b>a</b>')
  expect(written).toEqual([['text/plain', 'text/html'], '**a**'])
})
