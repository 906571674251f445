import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'askdesk-pnpm-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const lockFile = 'scripts/pnpm/package-lock.json'
const lockText = readFileSync(join(root, lockFile), 'utf8')

type Lock = {
  readonly packages: Readonly<Record<string, { readonly version?: string; integrity?: string }>>
}
const readLock = (): Lock => JSON.parse(lockText) as Lock // npm writes it, and npm reads it

/** Runs the bootstrap in a folder that has nothing to install but pnpm itself. */
async function bootstrapWith(lock: Lock): Promise<{ code: unknown; said: string }> {
  const clone = mkdtempSync(join(folder, 'clone-'))
  for (const file of ['scripts/bootstrap.mjs', 'scripts/pnpm/package.json', 'package.json']) {
    mkdirSync(dirname(join(clone, file)), { recursive: true })
    cpSync(join(root, file), join(clone, file))
  }
  for (const name of ['apps', 'packages']) mkdirSync(join(clone, name))
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) writeFileSync(join(clone, file), '')
  writeFileSync(join(clone, lockFile), JSON.stringify(lock))
  const child = spawn(process.execPath, ['scripts/bootstrap.mjs'], {
    cwd: clone,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code] = await once(child, 'close')
  return { code, said }
}

test.each(['node_modules/pnpm', `node_modules/@pnpm/exe.linux-${process.arch}`])(
  'a %s that is not the one whose hash is pinned is not installed, and so never run',
  { timeout: 60_000 },
  async (name) => {
    const lock = readLock()
    const pinned = lock.packages[name]
    if (!pinned?.integrity) throw new Error(`${name} has no hash in ${lockFile}.`)
    pinned.integrity = `sha512-${Buffer.alloc(64, 'another package').toString('base64')}`
    const { code, said } = await bootstrapWith(lock)
    expect(code).toBe(1)
    expect(said).toContain('The packages could not be installed.')
    // pnpm itself would have complained of an empty lock file.
    expect(said).not.toMatch(/ERR_PNPM|lockfile/i)
  },
)

test('the hash in packageManager, which Corepack looks at, is the one that npm looks at', () => {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    packageManager: string
  } // ours
  const { version, integrity = '' } = readLock().packages['node_modules/pnpm'] ?? {}
  const hash = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex')
  expect(packageManager).toBe(`pnpm@${version}+sha512.${hash}`)
})
