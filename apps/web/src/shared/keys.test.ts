import { expect, test } from 'vitest'
import { isComposingKey, shortcutKey } from './keys.ts'

test.each([
  ['Cyrillic', 'к', 'KeyR', false, 'r'],
  ['Cyrillic with Shift', 'К', 'KeyR', true, 'r'],
  ['Greek', 'ρ', 'KeyR', false, 'r'],
  ['Greek, final sigma', 'ς', 'KeyW', false, 'w'],
  ['Hebrew', 'ש', 'KeyA', false, 'a'],
  ['Arabic', 'ش', 'KeyA', false, 'a'],
  ['Arabic question mark', '؟', 'Slash', true, '?'],
  ['Arabic, slash', 'ظ', 'Slash', false, '/'],
  ['Korean', 'ㄱ', 'KeyR', false, 'r'],
  ['Persian digit', '۵', 'Digit5', false, '5'],
  ['Cyrillic, a letter where a full stop is', 'ю', 'Period', false, '.'],
  ['a letter that no Latin key has', 'ё', 'Backquote', false, 'ё'],
  ['AZERTY', 'a', 'KeyQ', false, 'a'],
  ['Dvorak', 'r', 'KeyO', false, 'r'],
  ['German', 'ß', 'Minus', false, 'ß'],
  ['Polish', 'ł', 'KeyL', false, 'ł'],
  ['a sign of a Cyrillic layout', '.', 'Slash', false, '.'],
  ['a named key', 'Escape', 'Escape', false, 'Escape'],
  ['a dead key', 'Dead', 'KeyR', false, 'Dead'],
])('%s: %s of %s', (_layout, key, code, shiftKey, means) => {
  expect(shortcutKey({ key, code, shiftKey })).toBe(means)
})

test('a key is the input method’s while it composes, and for its last key after that', () => {
  expect(isComposingKey({ isComposing: true, keyCode: 13 })).toBe(true)
  expect(isComposingKey({ isComposing: false, keyCode: 229 })).toBe(true)
  expect(isComposingKey({ nativeEvent: { isComposing: false, keyCode: 229 } })).toBe(true)
  expect(isComposingKey({ isComposing: false, keyCode: 13 })).toBe(false)
})
