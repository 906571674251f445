import { expect, it } from 'vitest'
import { fold } from './fold.ts'

it.each([
  ['Zażółć GĘŚLĄ', 'zazolc gesla'],
  ['Straße Ærø Œuvre Þór', 'strasse aero oeuvre thor'],
  ['Ｋｅｅｐ　４２', 'keep 42'],
  ['İstanbul Iğdır', 'istanbul igdir'],
  ['한국어 العربية', '한국어 العربية'],
  ['O’Brien O‘Brien Oʼbrien O´Brien O＇Brien', "o'brien o'brien o'brien o'brien o'brien"],
  ['“beam” „beam“ «beam» ＂beam＂ 「beam」', '"beam" "beam" "beam" "beam" "beam"'],
  ['e\u2011bike e\u2013bike e\u2014bike e\u2212bike', 'e-bike e-bike e-bike e-bike'],
  ['Liefer\u00adadresse in\u200bvoice \ufefflamp wo\u2060rd', 'lieferadresse invoice lamp word'],
  ['\u202ebike\u202c \u2067bike\u2069', 'bike bike'],
  ['أحمد إحسان آمال ٱلله', 'احمد احسان امال الله'],
  ['مُحَمَّدٌ محمـــد سؤال شئ', 'محمد محمد سوال شي'],
  ['علی على کتاب', 'علي علي كتاب'],
  ['שָׁלוֹם', 'שלום'],
])('reads %s as %s', (text, folded) => {
  expect(fold(text)).toBe(folded)
})

it('keeps letters apart that other scripts tell apart by marks', () => {
  expect(fold('が')).not.toBe(fold('か'))
  expect(fold('ガ')).toBe(fold('ｶﾞ'))
})
