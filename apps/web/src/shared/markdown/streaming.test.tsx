import { cleanup, render } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import { Markdown } from './Markdown.tsx'

afterEach(cleanup)

function html(text: string, isStreaming: boolean): string {
  const { container, unmount } = render(<Markdown text={text} isStreaming={isStreaming} />)
  const drawn = withoutMoment(container)
  unmount()
  return drawn
}

function withoutMoment(container: HTMLElement): string {
  return container.innerHTML.replaceAll(/ data-(?:open|growing)="true"/g, '')
}

/** Whether the letters of one text come in the other, in their order. */
function isWithin(part: string, text: string): boolean {
  let at = 0
  for (const letter of part) {
    at = text.indexOf(letter, at) + 1
    if (at === 0) return false
  }
  return true
}

const answers = [
  'Some **bold**, *italic* and `code`, then 5 * 3 and a_b.',
  'A box of 60*40*30 cm, 2*3 and *inkl. MwSt.',
  '배송은 3~5일, 반품은 7~10일 걸립니다.',
  '~5 min, about ~10 and ~~old~~ new',
  '- one **a**\n- two `b`\n  - three ~4\n- > 25: expensive',
  '1. first\n2. second *x',
  'Intro:\n\n| a | b |\n|---|--:|\n| **1** | 2*3 |\n| x',
  '> quoted _word_ and snake_case',
  'See [docs](https://a.example) and [1] and [open',
  'A ![picture](https://a.example/p.png) and ![',
  'Text with $5 and x^2, `a*b` and <b>tag</b>',
  '**「注意」**这 and **重点**内容',
  '# Title\n\nWords\n\n```ts\nconst a = `x`\n```\n\nEnd ***both*** done',
  'It ends with a star *',
  'C:\\dir\\*.txt and __init__.py',
  'a < b, [x] (y) and (z](',
]

test.each(answers)('%j is drawn the same while it streams and after its end', (text) => {
  expect(html(text, true)).toBe(html(text, false))
})

test.each(answers)('%j leaves nothing behind of how it grew', (text) => {
  const { container, rerender } = render(<Markdown text="" isStreaming />)
  for (let end = 1; end <= text.length; end++) {
    rerender(<Markdown text={text.slice(0, end)} isStreaming />)
    for (const { textContent } of container.querySelectorAll('p, td, th')) {
      expect(isWithin(textContent ?? '', text)).toBe(true)
    }
  }
  rerender(<Markdown text={text} />)
  expect(withoutMoment(container)).toBe(html(text, false))
})

test('the last item and row are drawn anew when their text is complete', () => {
  for (const text of ['- one\n- two **b', '| a |\n|---|\n| **b']) {
    const { container, rerender, unmount } = render(<Markdown text={text} isStreaming />)
    expect(container.querySelector('strong')?.textContent).toBe('b')
    rerender(<Markdown text={text} />)
    expect(container.querySelector('strong')).toBeNull()
    unmount()
  }
})

describe('what is open at the end', () => {
  test.each([
    ['Some **bold', 'Some bold'],
    ['Some **bold*', 'Some bold'],
    ['Some **bold and `code', 'Some bold and code'],
    ['Some ~~old~', 'Some old'],
    ['A `a*b', 'A a*b'],
    ['A ``a`', 'A a'],
    ['A [**link**](https://exam', 'A link'],
    ['**A [link](https://a.example/x "ti', 'A link'],
    ['A ![picture](https://exam', 'A picture'],
    ['A ![', 'A !['],
    ['A ![pic', 'A ![pic'],
    ['A [', 'A ['],
    ['60*40', '60*40'],
    ['2 **', '2 **'],
    ['x**2', 'x**2'],
    ['***both', 'both'],
    ['Total\n-', 'Total'],
    ['Total\n=', 'Total'],
    ['- a **b', 'a b'],
    ['> a **b', 'a b'],
  ])('%j is drawn as %j', (text, shown) => {
    const { container } = render(<Markdown text={text} isStreaming />)
    expect(container.textContent?.trim()).toBe(shown)
    expect(container.querySelector('h3,h4,h5,h6')).toBeNull()
  })
})

describe('a table', () => {
  const text = 'Prices:\n\n| Name | Price |\n|:-----|------:|\n| Lamp | 20 € |\n'

  test('is one from its first row on', () => {
    const start = text.indexOf('| Name') + '| N'.length
    for (let end = start; end <= text.length; end++) {
      const { container, unmount } = render(<Markdown text={text.slice(0, end)} isStreaming />)
      expect(container.querySelector('th')?.textContent).toMatch(/^N/)
      expect(container.textContent).not.toContain('|')
      unmount()
    }
  })

  test.each([
    'Prices:\n| a | b |',
    '| a | b |\n|',
    '| a | b |\n|-',
    '|a|b|\n|--|',
    '| a \\| b | c |',
  ])('%j begins one', (part) => {
    const { container } = render(<Markdown text={part} isStreaming />)
    expect(container.querySelectorAll('th')).toHaveLength(2)
  })

  test.each(['|x| is positive', '|', '| ', '||', 'a | b', '| a | b |\nText'])(
    '%j begins none',
    (part) => {
      const { container } = render(<Markdown text={part} isStreaming />)
      expect(container.querySelector('table')).toBeNull()
    },
  )
})
