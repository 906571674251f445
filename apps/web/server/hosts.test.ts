import { expect, test } from 'vitest'
import { createHostCheck } from './hosts.ts'

test('on a loopback address only names of this machine are answered, and those that were given', () => {
  const check = createHostCheck('127.0.0.1', ['desk.example'])
  for (const host of [
    'localhost:3000',
    '127.0.0.1:3000',
    '[::1]:3000',
    'localhost',
    'desk.example:3000',
  ]) {
    expect(check(host)).toBe(true)
  }
  for (const host of [
    'evil.example:3000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '10.0.0.1',
    '',
    undefined,
  ]) {
    expect(check(host)).toBe(false)
  }
})

test('where others can reach it, the names are the operator’s affair', () => {
  expect(createHostCheck('0.0.0.0', [])('anything.example')).toBe(true)
})
