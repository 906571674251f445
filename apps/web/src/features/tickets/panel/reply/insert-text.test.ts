import { expect, test } from 'vitest'
import { insertPassage } from './insert-text.ts'

test('into an empty reply the passage goes as it is, without its outer blanks', () => {
  expect(insertPassage('', { start: 0, end: 0 }, '\nHello\n')).toMatchObject({
    text: 'Hello',
    caret: 5,
  })
})

test('between two texts it stands on its own, one empty line apart', () => {
  expect(insertPassage('Hi Ana,Regards', { start: 7, end: 7 }, 'All is well.')).toMatchObject({
    text: 'Hi Ana,\n\nAll is well.\n\nRegards',
    caret: 21,
  })
})

test('breaks that are already there are counted', () => {
  expect(insertPassage('Hi Ana,\n\nRegards', { start: 9, end: 9 }, 'Yes.').text).toBe(
    'Hi Ana,\n\nYes.\n\nRegards',
  )
  expect(insertPassage('Hi Ana,\n', { start: 8, end: 8 }, 'Yes.').text).toBe('Hi Ana,\n\nYes.')
})

test('a selection is replaced', () => {
  expect(insertPassage('keep DROP', { start: 5, end: 9 }, 'new').text).toBe('keep\n\nnew')
})
