import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { environmentsOf } from '../../scripts/environment.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** A checkout with a `.env` of its own. */
const checkout = mkdtempSync(join(tmpdir(), 'askdesk-env-'))
const envFile = join(checkout, '.env')
cpSync(join(root, 'scripts'), join(checkout, 'scripts'), {
  recursive: true,
  filter: (path) => !path.includes('node_modules'),
})
for (const name of ['apps', 'packages', 'node_modules', 'package.json']) {
  symlinkSync(join(root, name), join(checkout, name))
}
afterAll(() => rmSync(checkout, { recursive: true }))

const own = { PATH: process.env['PATH'] ?? '' }

/** Reads these bytes as the launcher does, and gives its environment after that. */
function load(bytes: Uint8Array | string, env: Record<string, string> = {}) {
  writeFileSync(envFile, bytes)
  const program = `
    import { hasUpstream, loadEnvFile } from ${JSON.stringify(join(checkout, 'scripts/environment.ts'))}
    loadEnvFile(${JSON.stringify(envFile)})
    console.log(JSON.stringify({ hasUpstream: hasUpstream(process.env), key: process.env.PORTKEY_API_KEY }))
  `
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    env: { ...own, ...env },
  })
  if (run.status !== 0) throw new Error(run.stderr)
  const seen: unknown = JSON.parse(run.stdout)
  return { seen, stderr: run.stderr }
}

function start(script: string) {
  const { status, stderr } = spawnSync(process.execPath, [join(checkout, 'scripts', script)], {
    encoding: 'utf8',
    env: own,
    timeout: 60_000,
  })
  return { status, stderr }
}

const text = 'PORTKEY_API_KEY=pk-0123456789abcdef\nLOG_LEVEL=warn\n'

describe('a .env with a key in it starts with that key', () => {
  test.each([
    ['as it is', text],
    ['behind a byte order mark', `\ufeff${text}`],
    ['with line ends of Windows', `\ufeff${text.replaceAll('\n', '\r\n')}`],
    ['exported', `export ${text}`],
    ['in quotes', text.replace(/=(pk.*)/, '="$1"')],
    ['behind a comment in letters of any language', `# Schlüssel 🔑\n${text}`],
    ['beside a value of several lines', `CURRENT_AGENT="Maya\nL"\n${text}`],
  ])('%s', (_name, content) => {
    const { seen, stderr } = load(content)
    expect(seen).toEqual({ hasUpstream: true, key: 'pk-0123456789abcdef' })
    expect(stderr).toBe('')
  })

  test('but what the environment says goes first', () => {
    const { seen } = load(text, { PORTKEY_API_KEY: 'pk-of-the-environment' })
    expect(seen).toEqual({ hasUpstream: true, key: 'pk-of-the-environment' })
  })
})

test('a line that no parser reads is named', () => {
  const { seen, stderr } = load('# note\nPORTKEY_API_KEY: pk-1\n')
  expect(seen).toEqual({ hasUpstream: false })
  expect(stderr).toMatch(/line 2 of .*\.env is not NAME=value/)
})

describe('a .env that cannot be read is named, and nothing starts', () => {
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le')
  test.each([
    ['start.ts', 'UTF-16, as PowerShell writes it', utf16, 'UTF-16'],
    ['start.ts', 'UTF-16, big end first', Buffer.from(utf16).swap16(), 'UTF-16'],
    ['start.ts', 'Latin-1', Buffer.from(`# grün\n${text}`, 'latin1'), 'not UTF-8'],
    ['dev.ts', 'UTF-16', utf16, 'UTF-16'],
  ])('%s, %s', (script, _name, bytes, words) => {
    writeFileSync(envFile, bytes)
    const { status, stderr } = start(script)
    expect(status).toBe(1)
    expect(stderr).toContain(envFile)
    expect(stderr).toContain(words)
    expect(stderr).not.toMatch(/at file:|Building/)
  })

  test('a folder', () => {
    rmSync(envFile)
    mkdirSync(envFile)
    const { status, stderr } = start('start.ts')
    rmSync(envFile, { recursive: true })
    expect(status).toBe(1)
    expect(stderr).toContain(`${envFile} cannot be read`)
  })
})

describe('a setting in quotes, as docker --env-file keeps them, is refused', () => {
  test.each([
    ['apps/proxy/src/main.ts', { PORTKEY_API_KEY: '"pk-0123456789abcdef"' }],
    ['apps/proxy/src/main.ts', { PORTKEY_API_KEY: "'pk-0123456789abcdef'" }],
    ['apps/proxy/src/main.ts', { PORTKEY_API_KEY: '""' }],
    [
      'apps/proxy/src/main.ts',
      { PORTKEY_BASE_URL: '"http://127.0.0.1:1/v1"', GROQ_API_KEY: 'gsk-0123456789' },
    ],
    ['apps/tickets/src/main.ts', { PROXY_TOKENS: '"maya=a-token-of-24-characters"' }],
    ['apps/web/server/main.ts', { PUBLIC_URL: '"https://desk.example.com"' }],
  ])('%s %j', (script, env) => {
    const { status, stderr } = spawnSync(process.execPath, [join(root, script)], {
      encoding: 'utf8',
      env: { ...own, PORT: '0', ...env },
      timeout: 60_000,
    })
    expect(status).toBe(1)
    expect(stderr).toContain(`${Object.keys(env)[0]} is in quotes`)
    expect(stderr).not.toContain('0123456789')
  })
})

describe('a comment behind a value, as systemd and docker --env-file keep it, is refused', () => {
  test.each([
    ['apps/proxy/src/main.ts', { PORTKEY_API_KEY: 'pk-0123456789abcdef   # the paid one' }],
    ['apps/proxy/src/main.ts', { PORTKEY_API_KEY_FILE: '/run/secrets/0123456789 # mounted' }],
    ['apps/tickets/src/main.ts', { TICKETS_DATA_DIR: '/0123456789\t# or DATABASE_URL' }],
    ['apps/web/server/main.ts', { TRUST_PROXY: 'loopback # uniquelocal' }],
  ])('%s %j', (script, env) => {
    const { status, stderr } = spawnSync(process.execPath, [join(root, script)], {
      encoding: 'utf8',
      env: { ...own, PORT: '0', ...env },
      timeout: 60_000,
    })
    expect(status).toBe(1)
    expect(stderr).toContain(`${Object.keys(env)[0]} has a comment behind its value`)
    expect(stderr).not.toContain('0123456789')
  })
})

test('a byte order mark before the first name of the environment is no part of it', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'apps/proxy/src/main.ts')], {
    encoding: 'utf8',
    env: { ...own, PORT: '70000', '\ufeffPORTKEY_API_KEY': 'pk-0123456789abcdef' },
    timeout: 60_000,
  })
  expect(status).toBe(1)
  expect(stderr).toContain('PORT')
  expect(stderr).not.toMatch(/API_KEY/)
})

test.each([
  [{}, 'warn'],
  [{ LOG_PROMPTS: 'false' }, 'warn'],
  [{ LOG_PROMPTS: '0' }, 'warn'],
  [{ LOG_PROMPTS: 'true' }, 'info'],
  [{ LOG_PROMPTS: 'true', LOG_LEVEL: 'error' }, 'error'],
])('with %o the services log from %s on', (env, level) => {
  const services = environmentsOf(env, checkout)
  expect(Object.values(services).map((service) => service['LOG_LEVEL'])).toEqual(
    Array.from({ length: 4 }, () => level),
  )
})
