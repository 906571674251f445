import { expect, test } from 'vitest'
import { createHostCheck } from './hosts.ts'

const loopback = {
  host: '127.0.0.1',
  service: 'proxy',
  allowedHosts: [],
  publicUrl: undefined,
} as const
const network = { ...loopback, host: '0.0.0.0' } as const

test.each([
  ['localhost', true, true],
  ['localhost:3000', true, true],
  ['app.localhost', true, true],
  ['127.0.0.1:8788', true, true],
  ['[::1]:8788', true, true],
  ['2130706433', true, true],
  ['10.0.0.7:8788', false, true],
  ['[fe80::1]', false, true],
  ['proxy:8788', false, true],
  ['proxy.evil.example', false, false],
  ['tickets:8788', false, false],
  ['evil.example', false, false],
  ['localhost.evil.example', false, false],
  ['127.0.0.1.evil.example', false, false],
  ['localhost@evil.example', false, false],
  ['localhost, evil.example', false, false],
  ['localhost/evil', false, false],
  ['', false, false],
  [undefined, false, false],
])('Host %s: on loopback %s, on a network bind %s', (host, onLoopback, onNetwork) => {
  expect(createHostCheck(loopback)(host)).toBe(onLoopback)
  expect(createHostCheck(network)(host)).toBe(onNetwork)
})

test('what the operator names is answered, however it is spelt', () => {
  const check = createHostCheck({
    ...network,
    allowedHosts: ['desk.example.com'],
    publicUrl: new URL('https://page.example.com'),
  })
  for (const host of [
    'desk.example.com',
    'DESK.example.com:443',
    'desk.example.com.',
    'page.example.com',
  ]) {
    expect([host, check(host)]).toEqual([host, true])
  }
  expect(check('other.example.com')).toBe(false)
})
