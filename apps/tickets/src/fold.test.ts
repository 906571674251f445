import { expect, it } from 'vitest'
import { fold } from './fold.ts'

it.each([
  ['Zażółć GĘŚLĄ', 'zazolc gesla'],
  ['Straße Ærø Œuvre Þór', 'strasse aero oeuvre thor'],
  ['Ｋｅｅｐ　４２', 'keep 42'],
  ['İstanbul Iğdır', 'istanbul igdir'],
  ['한국어 العربية', '한국어 العربية'],
])('reads %s as %s', (text, folded) => {
  expect(fold(text)).toBe(folded)
})

it('keeps letters apart that other scripts tell apart by marks', () => {
  expect(fold('が')).not.toBe(fold('か'))
  expect(fold('ガ')).toBe(fold('ｶﾞ'))
})
