import { assert, constantFrom, array, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { visibleText, type TextPlace } from './visible-text.ts'

const tag = (text: string) =>
  Array.from(text, (letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('')

describe('in a label all that hides is marked', () => {
  test.each([
    ['Refund of \u202e00.5$', 'Refund of ⟨RLO⟩00.5$'],
    ['ceo\u202emoc.elpmaxe@\u202c@evil.example', 'ceo⟨RLO⟩moc.elpmaxe@⟨PDF⟩@evil.example'],
    ['gpj\u202e.exe', 'gpj⟨RLO⟩.exe'],
    ['Maya Lindqvist\u200b', 'Maya Lindqvist⟨ZWSP⟩'],
    ['Ma\u00adya\u2060\ufeff', 'Ma⟨SHY⟩ya⟨WJ⟩⟨BOM⟩'],
    ['\u061ca\u200e\u200f', '⟨ALM⟩a⟨LRM⟩⟨RLM⟩'],
    ['\u2066\u2067\u2068', '⟨LRI⟩⟨RLI⟩⟨FSI⟩'],
    ['a\u2069', 'a⟨PDI⟩'],
    ['a\u202a\u202b\u202d', 'a⟨LRE⟩⟨RLE⟩⟨LRO⟩'],
    [`a${tag('hidden')}`, 'a⟨6 hidden⟩'],
    ['a\u3164b\u2800', 'a⟨U+3164⟩b⟨U+2800⟩'],
    ['a\u0000\u001b[31m\u009f', 'a⟨U+0000⟩⟨U+001B⟩[31m⟨U+009F⟩'],
    ['a\u0085b\u2028c\u2029', 'a⟨U+0085⟩b⟨LS⟩c⟨PS⟩'],
    ['M\u200dA', 'M⟨ZWJ⟩A'],
    ['x\ufe0f\u034f', 'x⟨U+FE0F⟩⟨U+034F⟩'],
    ['two\r\n\tlines', 'two lines'],
    ['\ud83d|\ude00|\uffff', '\ufffd|\ufffd|\ufffd'],
  ])('%j becomes %s', (text, expected) => expect(visibleText(text)).toBe(expected))
})

describe('what belongs to honest writing stays, everywhere', () => {
  test.each([
    'می‌خواهم',
    'क्‍ष नमस्‌ते',
    'ශ්‍රී ලංකා',
    'ന്‍',
    'مرحبا بالعالم',
    'שלום עולם',
    '👩‍👩‍👧‍👦 👩🏽‍💻 ❤️ 🏳️‍🌈 🏴‍☠️ 1️⃣ ☎︎ ©️',
    `🏴${tag('gbeng')}\u{e007f} 🇩🇪`,
    'ភាសា\u200bខ្មែរ',
    '⠓⠑⠀⠇⠇⠕',
    'plain text, “quoted” – 12 €',
  ])('%s', (text) => {
    for (const place of ['label', 'body', 'sent'] as const) {
      expect(visibleText(text, place)).toBe(text)
    }
  })

  test('the variant of an ideograph stays in a name and is not sent', () => {
    expect(visibleText('渡邉\u{e0102}')).toBe('渡邉\u{e0102}')
    expect(visibleText('渡邉\u{e0102}', 'sent')).toBe('渡邉')
    expect(visibleText('一\u{e0102}\u{e0103}\u{e0104}', 'sent')).toBe('一⟨U+E0103⟩⟨U+E0104⟩')
  })

  test.each([
    [`🏴${tag('ignore')}\u{e007f}`, '🏴⟨7 hidden⟩'],
    [`😀${tag('x')}`, '😀⟨U+E0078⟩'],
    ['😀\ufe0f\ufe0f', '😀\ufe0f⟨U+FE0F⟩'],
    ['😀\u200dx', '😀⟨ZWJ⟩x'],
    ['می\u200c\u200cخ', 'می\u200c⟨ZWNJ⟩خ'],
  ])('but %j does not pass for it', (text, expected) => expect(visibleText(text)).toBe(expected))
})

describe('in a message', () => {
  test.each([
    ['Refund of \u202e00.5$', 'Refund of ⟨RLO⟩00.5$'],
    [
      'one\u000btwo\u000cthree\u0085four\u2028five\u2029six\r\nseven',
      'one\ntwo\nthree\nfour\nfive\nsix\nseven',
    ],
    ['pass\u200bword \u00adsoft\ufeff', 'password soft'],
    ['Call \u2068+1 555\u2069', 'Call +1 555'],
    ['no letters for it: \u202bab\u202c', 'no letters for it: ab'],
    [`a${tag('obey')}`, 'a⟨4 hidden⟩'],
  ])('%j becomes %j', (text, expected) => {
    expect(visibleText(text, 'body')).toBe(expected)
    expect(visibleText(text, 'sent')).toBe(expected)
  })

  test('direction controls stay in a line that needs them, if they are closed in it', () => {
    const honest = 'המחיר \u2066100 USD\u2069 \u200f!'
    expect(visibleText(honest, 'body')).toBe(honest)
    expect(visibleText(honest, 'sent')).toBe('המחיר 100 USD !')
    expect(visibleText('שלום \u2067', 'body')).toBe('שלום ')
    expect(visibleText('שלום \u2069\u2067', 'body')).toBe('שלום ')
    expect(visibleText('שלום\n\u2067abc\u2069', 'body')).toBe('שלום\nabc')
    expect(visibleText('שלום \u2067\u202eabc\u202c\u2069', 'body')).toBe('שלום ⟨RLO⟩abc')
  })
})

const pieces = constantFrom(
  'a',
  '1',
  '.',
  ' ',
  '\n',
  '\r',
  '\t',
  'ש',
  'م',
  'क',
  '्',
  '渡',
  'ក',
  '😀',
  '🏴',
  '\u20e3',
  '⠓',
  '\u200b',
  '\u200c',
  '\u200d',
  '\u00ad',
  '\ufe0f',
  '\ufe01',
  '\u{e0067}',
  '\u{e007f}',
  '\u{e0101}',
  '\u202e',
  '\u202b',
  '\u202c',
  '\u2067',
  '\u2069',
  '\u200f',
  '\u061c',
  '\u2800',

  '\u0000',
  '\u000b',
  '\u0085',
  '\u2028',
  '\ud83d',
  '\ude00',
  '\uffff',
  '\u180b',
  'ᠠ',
  '\u3164',
)
const places: readonly TextPlace[] = ['label', 'body', 'sent']
const anyText = array(pieces, { maxLength: 14 }).map((parts) => parts.join(''))

test('whatever comes in: twice is the same as once, and nothing of it can turn a text round', () => {
  const open = { body: 0 }
  const check = (text: string): void => {
    for (const place of places) {
      const once = visibleText(text, place)
      expect(visibleText(once, place)).toBe(once)
      expect(once).not.toMatch(/\u202e|\u202d/)
      // oxlint-disable-next-line no-control-regex
      expect(once).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff]/u)
      const directs = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(once)
      expect(directs && place !== 'body').toBe(false)
      if (directs) open.body += 1
    }
  }
  assert(property(anyText, check), { numRuns: 5000 })
  assert(property(string({ unit: 'binary', maxLength: 40 }), check), { numRuns: 2000 })
  expect(open.body).toBeGreaterThan(0)
})
