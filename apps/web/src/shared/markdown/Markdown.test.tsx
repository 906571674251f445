import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test, vi } from 'vitest'
import { Markdown } from './Markdown.tsx'
import { richTextOf } from './text/rich-text.ts'
import { TicketLinkContext } from './TextWithTickets.tsx'

function drawn(text: string, isStreaming = false): HTMLElement {
  return render(<Markdown text={text} isStreaming={isStreaming} />).container
}

test('draws what models write', () => {
  const container = drawn(
    [
      '# Title',
      'Some **bold**, *italic*, ~~gone~~, `code` &amp; [a link](https://example.org).',
      '',
      '- [x] done',
      '- [ ] open',
      '',
      '3. three',
      '4. four',
      '',
      '| a | b |',
      '|---|--:|',
      '| 1 | 2 |',
      '',
      '> quoted',
      '',
      '```ts',
      'const a = 1',
      '```',
    ].join('\n'),
  )
  expect(screen.getByRole('heading', { name: 'Title' }).tagName).toBe('H3')
  expect(container.querySelector('strong')?.textContent).toBe('bold')
  expect(container.querySelector('em')?.textContent).toBe('italic')
  expect(container.querySelector('del')?.textContent).toBe('gone')
  expect(container.textContent).toContain('code & a link.')
  expect(screen.getAllByRole('checkbox').map((box) => box.hasAttribute('checked'))).toEqual([
    true,
    false,
  ])
  expect(container.querySelector('ol')?.start).toBe(3)
  expect(screen.getByRole('columnheader', { name: 'b' }).dataset['align']).toBe('right')
  expect(screen.getByRole('cell', { name: '2' })).toBeTruthy()
  expect(container.querySelector('blockquote')?.textContent).toBe('quoted')
  expect(container.querySelector('pre')?.textContent).toBe('const a = 1')
  const link = screen.getByRole('link', { name: 'a link' })
  expect(link.getAttribute('rel')).toBe('noopener noreferrer nofollow')
  expect(link.getAttribute('target')).toBe('_blank')
})

describe('hostile text', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg onload=alert(1)><circle/></svg>',
    '<iframe src="https://evil.example"></iframe>',
    '<form action="https://evil.example"><input name=a></form>',
    '<a href="javascript:alert(1)" onclick="alert(1)">x</a>',
    '<style>body{display:none}</style>',
    '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
    'text <b onmouseover=alert(1)>bold</b> text',
    '- <img src=x onerror=alert(1)>',
    '| <img src=x> |\n|---|\n| <script>1</script> |',
    '<!-- comment --> <details open ontoggle=alert(1)>',
  ])('%s stays text', (text) => {
    const container = drawn(text)
    expect(
      container.querySelector('script,img,svg,iframe,form,style,math,b,details,a,object'),
    ).toBeNull()
    for (const element of container.querySelectorAll('*')) {
      for (const { name } of element.attributes) expect(name).not.toMatch(/^on/)
    }
    expect(container.textContent).toMatch(/[<>]/)
  })

  test.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](java&#10;script:alert(1))',
    '[x](data:text/html,<script>1</script>)',
    '[x](vbscript:x)',
    '[x](file:///etc/passwd)',
    '[x](blob:https://a/b)',
    '[x](/api/ai/providers)',
    '[x](//evil.example)',
    '[x][y]\n\n[y]: javascript:alert(1)',
    '<javascript:alert(1)>',
  ])('%s leads nowhere', (text) => {
    expect(drawn(`${text}\n\nend`).querySelector('a')).toBeNull()
  })

  test('a link whose text names another place says where it leads', () => {
    const { textContent } = drawn(
      '[https://portkey.ai](https://evil.example/x) and [docs](https://portkey.ai)',
    )
    expect(textContent).toBe('https://portkey.ai (evil.example) and docs')
  })

  test.each([
    '![pixel](https://evil.example/p.png?secret)',
    '![pixel][ref]\n\n[ref]: https://evil.example/p.png',
    '[![pixel](https://evil.example/p.png)](https://evil.example)',
    '![](https://evil.example/p.png)',
  ])('%s is a link and loads nothing', (text) => {
    const container = drawn(`${text}\n\nend`)
    expect(container.querySelector('img,picture,source,link')).toBeNull()
    expect(container.querySelector('a')?.href).toContain('evil.example')
  })

  test.each([
    ['quotes', `${'>'.repeat(5000)} x`],
    ['spaced quotes', `${'> '.repeat(5000)}x`],
    ['list levels', Array.from({ length: 500 }, (_, i) => `${'  '.repeat(i)}- x`).join('\n')],
    ['lists in one line', `${'- '.repeat(3000)}x`],
    ['open links', '['.repeat(10_000)],
    ['open images', '!['.repeat(10_000)],
    ['half links', '[a](b'.repeat(5000)],
    ['stars', '*'.repeat(20_000)],
    ['emphasis', '*a_b '.repeat(5000)],
    ['backticks', '`a'.repeat(10_000)],
    ['a long word', 'x'.repeat(300_000)],
    ['an open fence', `\`\`\`\n${'code\n'.repeat(20_000)}`],
    ['a wide table', `|${'a|'.repeat(700)}\n|${'-|'.repeat(700)}\n|${'1|'.repeat(700)}`],
    ['entities', '&amp;'.repeat(20_000)],
    ['tickets', '#1 '.repeat(5000)],
    ['too much', 'word '.repeat(200_000)],
    ['autolinks', 'www.a.b.'.repeat(2500)],
    ['mail', 'a.a@a.'.repeat(3500)],
  ])('%s: is drawn', (_, text) => {
    const container = drawn(text, true)
    expect(container.textContent?.length).toBeGreaterThan(0)
  })
})

test('unfinished syntax at the end is closed while the text grows', () => {
  expect(drawn('Some **bold', true).querySelector('strong')?.textContent).toBe('bold')
  expect(drawn('Some `code', true).querySelector('code')?.textContent).toBe('code')
  expect(drawn('Some **bold', false).querySelector('strong')).toBeNull()
  expect(drawn('A [link](https://exam', true).textContent).toBe('A link')
})

test('finished blocks keep their elements as the text grows', () => {
  const text = 'First **one**.\n\nSecond one.\n\n```ts\nconst a = 1\nconst b = 2\n```\n\nLast.'
  const { container, rerender } = render(<Markdown text="First **one**.\n\nS" isStreaming />)
  const first = container.querySelector('strong')
  for (let end = 16; end <= text.length; end++) {
    rerender(<Markdown text={text.slice(0, end)} isStreaming />)
  }
  expect(container.querySelector('p')?.textContent).toBe('First one.')
  expect(first?.isConnected).toBe(true)
  rerender(<Markdown text={text} />)
  expect(container.textContent).toContain('Last.')
})

test('a definition that arrives later turns its reference into a link', () => {
  const { rerender } = render(<Markdown text={'See [docs].\n\nMore.'} isStreaming />)
  expect(screen.queryByRole('link')).toBeNull()
  rerender(<Markdown text={'See [docs].\n\nMore.\n\n[docs]: https://example.org'} />)
  expect(screen.getByRole('link', { name: 'docs' }).getAttribute('href')).toBe(
    'https://example.org/',
  )
})

test('so does one inside of a list', () => {
  const { rerender } = render(<Markdown text={'- See [docs].\n\nMore.'} isStreaming />)
  rerender(<Markdown text={'- See [docs].\n\nMore.\n\n[docs]: https://example.org'} />)
  expect(screen.getByRole('link', { name: 'docs' })).toBeTruthy()
})

test('a ticket number is a link where tickets can be opened, and text elsewhere', async () => {
  const onOpen = vi.fn<(id: number) => void>()
  render(
    <TicketLinkContext value={onOpen}>
      <Markdown text="Like #1042, **#7** and `#9`, not a#5, https://a.example/#12 or &#35;3x." />
    </TicketLinkContext>,
  )
  await userEvent.click(screen.getByRole('link', { name: '#1042' }))
  await userEvent.click(screen.getByRole('link', { name: '#7' }))
  expect(onOpen.mock.calls).toEqual([[1042], [7]])
  expect(screen.queryByRole('link', { name: /^#(9|5|12|3)$/ })).toBeNull()
  expect(drawn('Like #1042.').querySelector('a')).toBeNull()
})

test('rich text for the clipboard has structure and nothing of ours', () => {
  const container = drawn('**Bold** [link](https://example.org)\n\n```ts\na\n```')
  const html = richTextOf(container)
  expect(html).toContain('<strong>Bold</strong> <a href="https://example.org/">link</a>')
  expect(html).toMatch(/<pre><code><font [^>]*>a\n?<\/font><\/code><\/pre>/)
  expect(html).not.toMatch(/class=|button|aria-/)
})

test('a formula is drawn once its engine is there, and money is not one', async () => {
  const container = drawn('It is $x^2$ or \\(y\\), for $5 and $10, or US$6.')
  await waitFor(() => expect(container.querySelectorAll('math')).toHaveLength(2))
  expect(container.querySelector('msup')?.textContent).toBe('x2')
  expect(container.textContent).toContain(', for $5 and $10, or US$6.')
})

test('what is no formula stays as it was written', async () => {
  const container = drawn('See $\\href{javascript:x}{y}$, $\\unknown{$ and $z$.')
  await waitFor(() => expect(container.querySelector('math')?.textContent).toBe('z'))
  expect(container.querySelectorAll('math')).toHaveLength(1)
  expect(container.textContent).toContain('\\href{javascript:x}{y}')
})

test('a footnote has its number from the moment its text has come', () => {
  const { rerender, container } = render(<Markdown text={'One[^b].\n\nTwo[^a].'} isStreaming />)
  expect(container.textContent).toContain('One[^b].')
  rerender(<Markdown text={'One[^b].\n\nTwo[^a].\n\n[^a]: first\n[^b]: **second**'} />)
  expect(screen.getByRole('link', { name: 'Footnote 1' }).closest('p')?.textContent).toBe('One1.')
  expect(screen.getByRole('link', { name: 'Footnote 2' }).closest('p')?.textContent).toBe('Two2.')
  expect(screen.getByText('second').closest('p')?.textContent).toContain('1. second')
})

test('a long table has every row, and rows that are there keep their elements', () => {
  const rows = Array.from({ length: 90 }, (_, index) => `| ${index} | **b** |`)
  const text = `| a | b |\n|---|--:|\n${rows.join('\n')}`
  const { rerender } = render(<Markdown text={text} isStreaming />)
  const first = screen.getAllByRole('row')[1]
  rerender(<Markdown text={`${text}\n| 90 | b |\n| 91 | b |`} isStreaming />)
  expect(screen.getAllByRole('row')).toHaveLength(93)
  expect(screen.getAllByRole('row')[1]).toBe(first)
  expect(screen.getAllByRole('cell').at(-1)?.dataset['align']).toBe('right')
})

test('marks that are stacked on one letter by the thousand are taken off', () => {
  expect(drawn(`Z${'\u0310'.repeat(5000)} e\u0301`).textContent).toBe(
    `Z${'\u0310'.repeat(12)} e\u0301`,
  )
})

test.each([
  ['# One\n\n## Two\n\n### Three', ['H3', 'H4', 'H5']],
  ['## Two\n\n### Three\n\n# One', ['H3', 'H4', 'H3']],
  ['Words.\n\n### Three\n\n#### Four\n\n###### Six', ['H3', 'H4', 'H6']],
])('the first heading comes next after the drawer’s title: %j', (text, tags) => {
  drawn(text)
  expect(screen.getAllByRole('heading').map(({ tagName }) => tagName)).toEqual(tags)
})
