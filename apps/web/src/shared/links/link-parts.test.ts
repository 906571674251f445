import { expect, test } from 'vitest'
import { linkParts } from './link-parts.ts'

test('addresses become links, the sentence around them stays text', () => {
  expect(linkParts('See https://example.com/a?b=1#c, or write to help@example.com.')).toEqual([
    { text: 'See ' },
    { text: 'https://example.com/a?b=1#c', href: 'https://example.com/a?b=1#c' },
    { text: ', or write to ' },
    { text: 'help@example.com', href: 'mailto:help@example.com' },
    { text: '.' },
  ])
})

test('a closing bracket belongs to the link only if the link opened it', () => {
  expect(linkParts('(http://example.com/a)')[1]).toEqual({
    text: 'http://example.com/a',
    href: 'http://example.com/a',
  })
  expect(linkParts('http://example.com/a_(b)')[0]?.href).toBe('http://example.com/a_(b)')
})

test.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '//example.com'])(
  '%s stays text',
  (text) => expect(linkParts(text)).toEqual([{ text }]),
)

test('the parts joined are the text again', () => {
  const text = 'a http://x.example/?q=<b> c@d.example, http://y.example... e'
  expect(
    linkParts(text)
      .map((part) => part.text)
      .join(''),
  ).toBe(text)
})
