import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'askdesk-odd-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A checkout of the page's sources under another name, with the packages of this one. */
function checkOut(name: string): string {
  const checkout = join(folder, name)
  mkdirSync(checkout)
  for (const part of ['apps/web', 'packages', 'scripts', 'pnpm-lock.yaml', 'package.json']) {
    cpSync(join(root, part), join(checkout, part), {
      recursive: true,
      filter: (path) => !/\/(node_modules|dist)(\/|$)/.test(path),
    })
  }
  const packages = readdirSync(join(root, 'packages')).map((one) => `packages/${one}`)
  for (const part of ['.', 'apps/web', ...packages]) {
    symlinkSync(join(root, part, 'node_modules'), join(checkout, part, 'node_modules'))
  }
  return checkout
}

function build(checkout: string) {
  const program = `
    import { buildWeb } from './scripts/build-web.ts'
    await buildWeb({ onlyIfChanged: false })
  `
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: checkout,
    encoding: 'utf8',
    timeout: 120_000,
  })
  return { status, stderr }
}

test.each(['desk #1', '100% # & co'])(
  'the page is built, worker and all, in a folder named %s',
  { timeout: 150_000 },
  (name) => {
    const checkout = checkOut(name)
    const { status, stderr } = build(checkout)
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) })
    const files = readdirSync(join(checkout, 'apps/web/dist/client/assets'))
    expect(files.filter((file) => /^highlight-worker-.*\.js$/.test(file))).toHaveLength(1)
  },
)

test('in one with “?” it says that it cannot be', () => {
  const { status, stderr } = build(checkOut('what?'))
  expect(status).toBe(1)
  expect(stderr).toContain('“?” in its name')
})
