import { expect, test } from 'vitest'
import { decodeEntities } from './entities.ts'

test.each([
  ['Tom &amp; Jerry', 'Tom & Jerry'],
  ['3&nbsp;days', '3\u00a0days'],
  ['&lt;b&gt; &quot;x&quot;', '<b> "x"'],
  ['&euro;5 &ndash; &hearts;', '€5 – ♥'],
  ['&#39;x&#x27; &#8364; &#X1F600;', "'x' € 😀"],
  ['&#0; &#xD800; &#x110000;', '\uFFFD \uFFFD \uFFFD'],
  ['&ngE;', '≧̸'],
])('decodes %s', (text, letters) => {
  expect(decodeEntities(text)).toBe(letters)
})

test.each([
  'AT&T',
  '&amp',
  '&copy 2026',
  '&unknown;',
  '&constructor;',
  '&;',
  '&#;',
  '&#x;',
  '?a=1&lt=2',
])('leaves %s as it is', (text) => {
  expect(decodeEntities(text)).toBe(text)
})
