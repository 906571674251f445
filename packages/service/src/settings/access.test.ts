import { expect, test } from 'vitest'
import { clientKey } from '../access/client-key.ts'
import { readAccess } from './access.ts'
import { canonicalAddress } from './addresses.ts'
import { withFiles } from './environment.ts'

function read(env: Record<string, string>, service: 'proxy' | 'tickets' | 'web' = 'proxy') {
  const problems: string[] = []
  const warnings: string[] = []
  const access = readAccess(env, service, problems, warnings)
  return { access, problems: problems.join(' '), warnings: warnings.join(' ') }
}

test.each([
  [{}, false],
  [{ HOST: '127.0.0.1' }, false],
  [{ HOST: '::1' }, false],
  [{ ALLOWED_HOSTS: 'app.localhost' }, false],
  [{ HOST: '0.0.0.0' }, true],
  [{ HOST: '::' }, true],
  [{ HOST: '192.168.1.4' }, true],
  [{ HOST: '::ffff:127.0.0.1' }, true],
  [{ ALLOWED_HOSTS: 'desk.example.com' }, true],
  [{ PUBLIC_URL: 'https://desk.example.com' }, true],
  [{ ASKDESK_EXPOSED: 'true' }, true],
])('%j: others can reach it: %s; then a way to sign in is wanted', (env, isExposed) => {
  for (const service of ['proxy', 'tickets'] as const) {
    const { access, problems } = read(env, service)
    expect(access.isExposed).toBe(isExposed)
    expect(problems === '').toBe(!isExposed)
    expect(read({ ...env, ALLOW_ANONYMOUS: 'true' }, service).problems).toBe('')
    expect(read({ ...env, PROXY_TOKENS: 'maya=a-token-of-24-characters' }, service).problems).toBe(
      '',
    )
    const short = read({ ...env, PROXY_TOKENS: 'a-token-of-20-charac' }, service).problems
    expect(short.includes('can be guessed')).toBe(isExposed)
  }
})

test.each([
  // Compose listens on every address of its container and publishes on this machine alone.
  [{ HOST: '0.0.0.0' }, false],
  [{ HOST: '0.0.0.0', ALLOWED_HOSTS: 'localhost' }, false],
  [{ HOST: '0.0.0.0', PUBLIC_URL: 'http://localhost:3000' }, false],
  [{ HOST: '0.0.0.0', PUBLIC_URL: 'https://desk.example.com' }, true],
  [{ ALLOWED_HOSTS: 'localhost,desk.example.com' }, true],
  [{ ALLOWED_HOSTS: 'desk.example.com', PROXY_TOKENS: 'maya=a-token-of-24-characters' }, false],
])('%j with ALLOW_ANONYMOUS: warns that anyone may: %s', (env, warns) => {
  for (const service of ['proxy', 'tickets'] as const) {
    const { warnings } = read({ ...env, ALLOW_ANONYMOUS: 'true' }, service)
    expect(warnings.includes('ALLOW_ANONYMOUS is true')).toBe(warns)
  }
})

test.each([
  '10.0.0.0/999',
  '10.0.0.0/',
  '0.0.0.0/0',
  '::/0',
  'nonsense',
  'true',
  '10.0.0.0/-1',
  '1.2.3',
])('TRUST_PROXY=%s is refused in a sentence', (value) => {
  expect(read({ TRUST_PROXY: value }).problems).toMatch(/^TRUST_PROXY: “.*$/)
})

test('addresses in several spellings are one client', () => {
  const spellings = [
    '2001:db8::1',
    '2001:DB8:0:0:0:0:0:1',
    '[2001:db8::1]:443',
    '2001:0db8::0001',
    '2001:db8::2',
  ]
  expect(new Set(spellings.map((address) => clientKey('anonymous', address))).size).toBe(1)
  expect(canonicalAddress('10.0.0.1:5555')).toBe('10.0.0.1')
  expect(canonicalAddress('::ffff:10.0.0.1')).toBe('10.0.0.1')
  expect(clientKey('anonymous', '10.0.0.1:1')).toBe(clientKey('anonymous', '::ffff:10.0.0.1'))
})

test('every variable may come from a file, or is refused', () => {
  const known = { names: ['DATABASE_URL', 'PORTKEY_CONFIG'], service: 'it', ours: /^X/ }
  const files = { '/a': ' postgres://a \n', '/empty': ' ' } as Record<string, string>
  const readFile = (path: string) => {
    const text = files[path]
    if (text === undefined) throw new Error('no such file')
    return text
  }
  const problems: string[] = []
  expect(withFiles({ DATABASE_URL_FILE: '/a' }, known, readFile, problems)['DATABASE_URL']).toBe(
    'postgres://a',
  )
  expect(problems).toEqual([])
  for (const env of [
    { DATABASE_URL_FILE: '/none' },
    { DATABASE_URL_FILE: '/empty' },
    { DATABASE_URL_FILE: '/a', DATABASE_URL: 'x' },
  ]) {
    const found: string[] = []
    withFiles(env, known, readFile, found)
    expect(found).toHaveLength(1)
  }
})

test.each([
  [{}, 0],
  [{ HOST: '0.0.0.0', ALLOW_ANONYMOUS: 'true' }, 5000],
  [{ HOST: '0.0.0.0', ALLOW_ANONYMOUS: 'true', SHUTDOWN_GRACE_MS: '0' }, 0],
  [{ SHUTDOWN_GRACE_MS: '12000' }, 12_000],
])('%j: a balancer has %i ms to notice', (env, graceMs) => {
  expect(read(env).access.graceMs).toBe(graceMs)
})

test.each(['soon', '-1', '1.5', '9999999'])('SHUTDOWN_GRACE_MS=%s is refused', (text) => {
  expect(read({ SHUTDOWN_GRACE_MS: text }).problems).toMatch(/^SHUTDOWN_GRACE_MS must be/)
})
