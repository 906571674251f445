import { expect, test } from 'vitest'
import { textDirection } from './text-direction.ts'

test.each([
  ['مرحبا', 'rtl'],
  ['- 1. «שלום» ORD-1234', 'rtl'],
  ['ދިވެހި', 'rtl'],
  ['Guten Tag مرحبا', 'ltr'],
  ['ORD-1234 تم الشحن', 'ltr'],
  ['123 – 456', 'ltr'],
  ['', 'ltr'],
])('%s is written %s', (text, direction) => expect(textDirection(text)).toBe(direction))
