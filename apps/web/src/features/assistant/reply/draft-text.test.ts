import { expect, test } from 'vitest'
import { draftText } from './draft-text.ts'

const draft = 'Hello Eleanor,\n\nI am sorry.\n\nKind regards\nMaya'

test.each([
  ['a bare draft', draft],
  ['a draft below a demo line', `*A stand-in answers here: no model has read this.*\n\n${draft}`],
  ['a lead-in', `Certainly! Here is a draft reply:\n\n${draft}`],
  ['a lead-in in another language', `Hier ist ein Entwurf auf Deutsch:\n\n${draft}`],
  [
    'rules around it',
    `Here is a reply:\n\n---\n\n${draft}\n\n---\n\nLet me know if you want it shorter!`,
  ],
  ['a subject line', `**Subject:** Re: Your lamp\n\n${draft}`],
  ['a heading', `Sure.\n\n### Draft\n\n${draft}\n\n### Before you send it\n\nCheck the facts.`],
  ['a bold title', `**Draft**\n\n${draft}\n\n**Notes**\n\n- I left out the price.`],
  ['a quotation', `Here is a shorter version:\n\n> ${draft.replaceAll('\n', '\n> ')}`],
  ['a block of code', `Suggested reply:\n\n\`\`\`text\n${draft}\n\`\`\``],
])('%s gives the draft alone', (_form, markdown) => {
  expect(draftText(markdown)).toBe(draft)
})

test('what may belong to the draft stays in it', () => {
  const spanish = 'Estimada Ana:\n\nLo siento.'
  expect(draftText(spanish)).toBe(spanish)
  expect(draftText('You told us:\n\n> It is broken.\n\nWe are on it.')).toBe(
    'You told us:\n\n> It is broken.\n\nWe are on it.',
  )
  expect(draftText('Hello,\n\n**What to do**\n\n1. Charge it.\n2. Press **A**.')).toBe(
    'Hello,\n\nWhat to do\n\n1. Charge it.\n2. Press A.',
  )
  expect(draftText('Hello,\n\nfirst.\n\n---\n\nsecond.')).toBe('Hello,\n\nfirst.\n\nsecond.')
  expect(draftText('Hello,\n\nLet me know if anything is unclear.')).toBe(
    'Hello,\n\nLet me know if anything is unclear.',
  )
})

test('an answer that is nothing but remarks is inserted whole', () => {
  expect(draftText('*Only a remark.*')).toBe('Only a remark.')
  expect(draftText('### Draft')).toBe('Draft')
  expect(draftText('   ')).toBe('')
})

test.each([
  ['Dear Anna, your **refund of 30', 'Dear Anna, your refund of 30'],
  ['See [the page](https://example.com/he', 'See the page'],
  ['Only `npm st', 'Only npm st'],
])('of an answer that was cut at %s no mark goes into the reply', (text, draft) => {
  expect(draftText(text, true)).toBe(draft)
})
