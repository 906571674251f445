import { expect, test } from 'vitest'
import { isPublicImage } from './public-image.ts'

test.each([
  ['https://pictures.example/a.png', true],
  ['data:image/png;base64,AAAA', true],
  ['data:image/jpeg;base64,AAAA', true],
  ['data:image/svg+xml;base64,AAAA', false],
  ['data:image/png,<svg>', false],
  ['http://pictures.example/a.png', false],
  ['https://169.254.169.254/latest', false],
  ['https://2852039166/', false],
  ['https://0x7f.1/', false],
  ['https://[::1]/', false],
  ['https://[::ffff:10.0.0.1]/', false],
  ['https://user:pw@pictures.example/', false],
  ['https://pictures.example:8787/', false],
  ['https://localhost/', false],
  ['https://redis/', false],
  ['https://metadata.google.internal/', false],
  ['https://metadata.google.internal./', false],
  ['file:///etc/passwd', false],
  ['not an address', false],
])('%s: %s', (address, expected) => {
  expect(isPublicImage(address)).toBe(expected)
})
