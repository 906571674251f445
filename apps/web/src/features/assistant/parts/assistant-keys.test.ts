import { expect, test } from 'vitest'
import { assistantCommandOf, assistantKeys } from './assistant-keys.ts'

const press = { isModified: false, hasAlt: false, inField: false, singleKeys: true }

test.each([
  ['a letter', { key: 'G' }, 'regenerate'],
  ['a letter in the text box', { key: 'g', inField: true }, null],
  ['a letter where letters are switched off', { key: 'g', singleKeys: false }, null],
  ['Ctrl and a full stop in the text box', { key: '.', isModified: true, inField: true }, 'stop'],
  ['a full stop alone', { key: '.' }, null],
  ["the browser's own Ctrl+C", { key: 'c', isModified: true }, null],
  ['a letter with Alt, which types others on a Mac', { key: 'c', hasAlt: true }, null],
  ['Escape, which the drawer takes', { key: 'Escape' }, null],
])('%s', (_what, given, command) => {
  expect(assistantCommandOf({ ...press, ...given })).toBe(command)
})

test('no key is bound twice', () => {
  const bound = assistantKeys.map(({ key, isModified }) => `${isModified ? 'Ctrl+' : ''}${key}`)
  expect(new Set(bound).size).toBe(bound.length)
})
