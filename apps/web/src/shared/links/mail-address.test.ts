import { expect, test } from 'vitest'
import { mailAddress } from './mail-address.ts'

test.each([
  ['ana@customer.example', 'mailto:ana@customer.example'],
  ['a?bcc=evil@evil.example&body=x', 'mailto:a%3Fbcc%3Devil@evil.example%26body%3Dx'],
  ['a@b\r\nBcc: c@d', 'mailto:a@bBcc%3A%20c@d'],
  ['a+b@c.example', 'mailto:a%2Bb@c.example'],
  ['a,b@c', 'mailto:a%2Cb@c'],
])('%j has no header in it', (address, expected) => {
  expect(mailAddress(address)).toBe(expected)
})
