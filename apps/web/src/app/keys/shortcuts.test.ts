import { expect, test } from 'vitest'
import { commandOf, shortcuts } from './shortcuts.ts'

const press = {
  modified: false,
  chorded: false,
  inField: false,
  ownArrows: false,
  singleKeys: true,
}

test('no key means two things', () => {
  const keys = shortcuts.flatMap((shortcut) => shortcut.keys)
  expect(new Set(keys).size).toBe(keys.length)
})

test.each([
  ['ArrowDown', 'next-ticket'],
  ['j', 'next-ticket'],
  ['k', 'previous-ticket'],
  ['/', 'search'],
  ['A', 'ask-ai'],
  ['?', 'show-shortcuts'],
  ['Escape', 'close-ticket'],
  ['Enter', null],
  ['x', null],
])('%s means %s', (key, command) => {
  expect(commandOf({ ...press, key })).toBe(command)
})

test('in a field, or with Ctrl or Alt, keys are not the page’s', () => {
  expect(commandOf({ ...press, key: 'j', inField: true })).toBeNull()
  expect(commandOf({ ...press, key: 'a', modified: true })).toBeNull()
  expect(commandOf({ ...press, key: 'r', modified: true, chorded: true })).toBeNull()
})

test('arrows scroll where they scroll, letters still move the selection', () => {
  expect(commandOf({ ...press, key: 'ArrowDown', ownArrows: true })).toBeNull()
  expect(commandOf({ ...press, key: 'j', ownArrows: true })).toBe('next-ticket')
})

test('switched off, single letters do nothing, named keys still do', () => {
  expect(commandOf({ ...press, key: 'a', singleKeys: false })).toBeNull()
  expect(commandOf({ ...press, key: 'Escape', singleKeys: false })).toBe('close-ticket')
})

test('Ctrl+Z takes back the last change, and in a field the last letters', () => {
  const chord = { ...press, key: 'z', modified: true, chorded: true }
  expect(commandOf(chord)).toBe('undo')
  expect(commandOf({ ...chord, inField: true })).toBeNull()
  expect(commandOf({ ...press, key: 'z' })).toBeNull()
})
