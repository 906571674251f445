import { expect, test } from 'vitest'
import { linkParts } from './link-parts.ts'

const linksIn = (text: string): string[] =>
  linkParts(text).flatMap(({ text: shown, href }) => (href === undefined ? [] : [shown]))

test.each([
  ['请访问https://example.com/help，然后登录。', 'https://example.com/help'],
  ['詳細はhttps://example.com/a（英語）をご覧ください', 'https://example.com/a'],
  ['https://example.com/help를 눌러 주세요', 'https://example.com/help'],
  ['点击https://example.com/help谢谢', 'https://example.com/help'],
  ['زوروا https://example.com/help، ثم', 'https://example.com/help'],
  ['»https://example.com/hilfe«', 'https://example.com/hilfe'],
  ['“https://example.com/help”', 'https://example.com/help'],
  ['See https://example.com/help…', 'https://example.com/help'],
  ['**https://example.com/help**', 'https://example.com/help'],
  ['(https://en.wikipedia.org/wiki/A_(b))', 'https://en.wikipedia.org/wiki/A_(b)'],
  ['[https://example.com/a]', 'https://example.com/a'],
  ["https://example.com/it's-here", "https://example.com/it's-here"],
  ['https://ja.wikipedia.org/wiki/日本', 'https://ja.wikipedia.org/wiki/日本'],
  ['https://de.wikipedia.org/wiki/Köln.', 'https://de.wikipedia.org/wiki/Köln'],
  ['https://example.com/#/a-', 'https://example.com/#/a-'],
])('%s links to %s', (text, link) => expect(linksIn(text)).toEqual([link]))

test.each([
  ["Write to sinead.o'connor@example.com.", "sinead.o'connor@example.com"],
  ['jörg.müller@example.de', 'jörg.müller@example.de'],
  ['r&d@example.com', 'r&d@example.com'],
  ['a.b+tag@mail.example.com,', 'a.b+tag@mail.example.com'],
  ['请联系help@example.com，谢谢', 'help@example.com'],
  ['help@example.com으로 보내세요', 'help@example.com'],
  ['Büro: info@bücher.example', 'info@bücher.example'],
  ['用户@例子.广告', '用户@例子.广告'],
  ['*bob@example.com*', 'bob@example.com'],
  ['<bob@example.com>', 'bob@example.com'],
  ['...bob@example.com', 'bob@example.com'],
  ['иван@example.com', 'иван@example.com'],
])('%s links to %s', (text, link) => expect(linksIn(text)).toEqual([link]))

test.each([
  ['sinead.o’connor@example.com', 'a typographic apostrophe'],
  ['jo\u00adhn@example.com', 'a soft hyphen'],
  ['user=bob@example.com', 'a setting'],
  ['sales/bob@example.com', 'two names'],
  ['bob@example.com@evil.example', 'two signs'],
  [`${'a'.repeat(70)}@example.com`, 'a name that is too long'],
  ['"john doe"@example.com', 'a quoted name'],
  ['https:///x', 'no host'],
  ['v1@2.0', 'no domain'],
])('%s links to nothing: %s', (text) => expect(linksIn(text)).toEqual([]))

test('half a character in an address does not break the page', () => {
  expect(linksIn('a\ud83d@example.com')).toEqual([])
})
