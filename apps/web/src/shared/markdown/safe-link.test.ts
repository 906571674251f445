import { expect, test } from 'vitest'
import { disguisedTarget } from './safe-link.ts'

test.each([
  ['https://portkey.ai', 'https://evil.example/x', 'evil.example'],
  ['portkey.ai', 'https://portkey.ai.evil.example/', 'portkey.ai.evil.example'],
  ['see portkey.ai/docs, please', 'https://evil.example/', 'evil.example'],
  ['https://portkey.ai@evil.example', 'https://evil.example/', 'evil.example'],
  ['PORTKEY.AI', 'https://evil.example/', 'evil.example'],
  ['раypal.com', 'https://evil.example/', 'evil.example'],
  ['paypal.com', 'https://раypal.com/', 'xn--ypal-43d9g.com'],
  ['help@shop.example', 'https://evil.example/', 'evil.example'],
  ['help@shop.example', 'mailto:thief@evil.example', 'thief@evil.example'],
  ['shop.example', 'mailto:thief@evil.example', 'thief@evil.example'],
])('%s over %s is shown with %s', (text, href, real) => {
  expect(disguisedTarget(text, href)).toBe(real)
})

test.each([
  ['the documentation', 'https://portkey.ai/docs'],
  ['https://portkey.ai/docs', 'https://portkey.ai/docs?utm=1'],
  ['portkey.ai', 'https://www.portkey.ai/'],
  ['www.Portkey.ai', 'https://portkey.ai/'],
  ['münchen.example', 'https://xn--mnchen-3ya.example/'],
  ['help@shop.example', 'mailto:help@shop.example'],
  ['shop.example', 'mailto:help@shop.example'],
  ['Version 2.10', 'https://example.com/'],
  ['e.g. this', 'https://example.com/'],
  ['', 'https://example.com/'],
])('%j over %s is honest', (text, href) => {
  expect(disguisedTarget(text, href)).toBeUndefined()
})

test('a text of a megabyte is looked at only where it begins', () => {
  expect(disguisedTarget(`${'a-'.repeat(500_000)}b.example`, 'https://x.example/')).toBeUndefined()
})
