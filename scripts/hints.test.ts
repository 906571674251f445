import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startHints } from './hints.ts'

function folderWith(...names: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'askdesk-hints-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const name of names) writeFileSync(join(folder, name), '')
  return folder
}

test.each([
  [{ HOST: '0.0.0.0' }, 'HOST=0.0.0.0 is not heeded'],
  [{ HOST: '192.168.1.4' }, 'HOST=192.168.1.4 is not heeded'],
  [{ PORT: '3001' }, 'set WEB_PORT'],
])('%j is said not to be heeded', (env, words) => {
  expect(startHints(env, folderWith()).join()).toContain(words)
})

test.each([{}, { HOST: '127.0.0.1' }, { HOST: 'localhost', PORT: '' }])('%j is fine', (env) => {
  expect(startHints(env, folderWith('.env'))).toEqual([])
})

test.each(['.env.local', '.env.production', 'env'])(
  '%s beside no .env is said not to be read',
  (name) => {
    expect(startHints({}, folderWith(name)).join()).toContain(`${name} is not read`)
    expect(startHints({}, folderWith(name, '.env'))).toEqual([])
  },
)
