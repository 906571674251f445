import { expect, test } from 'vitest'
import { mailParts } from './mail-parts.ts'

const shape = (body: string) =>
  mailParts(body).map(({ kind, text }) => `${kind}: ${text.trim().replaceAll(/ ?\n/g, ' | ')}`)

test.each([
  [
    'an English quote at the end',
    'It works.\n\nOn Mon, 3 Nov 2025 at 10:00, Ana <a@b.example> wrote:\n> Does it?\n> Please say.',
    [
      'text: It works.',
      'quote: On Mon, 3 Nov 2025 at 10:00, Ana <a@b.example> wrote: | > Does it? | > Please say.',
    ],
  ],
  [
    'an introduction over two lines',
    'Ja.\n\nAm Montag, 3. November 2025 um 10:00 Uhr schrieb Ana\n<a@b.example>:\n\n> Geht es?',
    [
      'text: Ja.',
      'quote: Am Montag, 3. November 2025 um 10:00 Uhr schrieb Ana | <a@b.example>: |  | > Geht es?',
    ],
  ],
  [
    'a Japanese quote',
    '了解です。\n\n2025年11月3日(月) 10:00 Ana <a@b.example>:\n> 届きましたか',
    ['text: 了解です。', 'quote: 2025年11月3日(月) 10:00 Ana <a@b.example>: | > 届きましたか'],
  ],
  [
    'a mail below a line of Outlook',
    'Thanks\n\n________________________________\nVon: Ana\nGesendet: Montag\nAn: Maya\nBetreff: Lampe\n\nHallo',
    [
      'text: Thanks',
      'quote: ________________________________ | Von: Ana | Gesendet: Montag | An: Maya | Betreff: Lampe |  | Hallo',
    ],
  ],
  [
    'a forwarded message',
    'See below\n-----Original Message-----\nFrom: Ana\nTo: Maya\n\nHello',
    ['text: See below', 'quote: -----Original Message----- | From: Ana | To: Maya |  | Hello'],
  ],
  [
    'a signature',
    'Hello\n-- \nAna Costa\nCosta Lda.',
    ['text: Hello', 'signature: -- | Ana Costa | Costa Lda.'],
  ],
  [
    'a signature above a quote',
    'Hello\n--\nAna\n\n> old\n> older\n> oldest',
    ['text: Hello', 'signature: -- | Ana', 'quote: > old | > older | > oldest'],
  ],
  [
    'a telephone’s signature',
    'Yes\n\nSent from my iPhone',
    ['text: Yes', 'signature: Sent from my iPhone'],
  ],
  [
    'short quotes between answers stay',
    '> Is it red?\nYes.\n> And big?\nNo.',
    ['text: > Is it red? | Yes. | > And big? | No.'],
  ],
  [
    'a fence',
    'Log:\n```\n21:42 a\n> not a quote\n```\nHelp',
    ['text: Log:', 'code: ``` | 21:42 a | > not a quote | ```', 'text: Help'],
  ],
  [
    'a log without a fence',
    'It says\n2025-11-03 10:00:01 boot\n2025-11-03 10:00:02 fail\n    in sector 4\nand stops.',
    [
      'text: It says',
      'code: 2025-11-03 10:00:01 boot | 2025-11-03 10:00:02 fail |     in sector 4',
      'text: and stops.',
    ],
  ],
  [
    'a stack',
    'TypeError: x is not a function\n    at run (app.js:1:2)\n    at main (app.js:9:1)',
    ['code: TypeError: x is not a function |     at run (app.js:1:2) |     at main (app.js:9:1)'],
  ],
  ['nothing but a quote is shown', '> all\n> of\n> it', ['text: > all | > of | > it']],
  ['a list of facts', 'From: Lisbon\nI travel.', ['text: From: Lisbon | I travel.']],
  [
    'a time in a sentence',
    '10:00 suits me.\n11:00 does not.',
    ['text: 10:00 suits me. | 11:00 does not.'],
  ],
])('%s', (_name, body, parts) => {
  expect(shape(body)).toEqual(parts)
})

test('the parts joined are the mail', () => {
  const body = 'a\n\n> b\n> c\n> d\n\ne\n```\nf\n```\n-- \ng\n'
  expect(
    mailParts(body)
      .map(({ text }) => text)
      .join('\n'),
  ).toBe(body)
})
