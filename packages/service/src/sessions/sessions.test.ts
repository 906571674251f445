import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFolderStore } from './folder-store.ts'
import { createMemoryStore } from './memory-store.ts'
import { openSessionStore } from './open-store.ts'
import { createSessions, type SessionStore } from './sessions.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askdesk-sessions-'))
})
afterAll(() => rm(folder, { recursive: true }))

const record = { owner: 'name:maya', name: 'maya', role: 'agent', credential: 'token:x' } as const
const stores: [string, () => SessionStore][] = [
  ['a folder', () => createFolderStore(folder)],
  ['memory', createMemoryStore],
]

describe.each(stores)('sessions in %s', (_name, open) => {
  test('live no longer than their source, and end on the server', async () => {
    const store = open()
    let now = 1_000_000
    const sessions = createSessions(store, () => now)
    const { id, seconds } = await sessions.open(record, now + 5000)
    expect(id).toMatch(/^[\w-]{43}$/)
    expect(seconds).toBe(5)
    expect(await sessions.find(id)).toMatchObject(record)
    expect(await sessions.find(`${id.slice(0, -1)}${id.endsWith('a') ? 'b' : 'a'}`)).toBeUndefined()
    now += 5001
    expect(await sessions.find(id)).toBeUndefined()
    const long = await sessions.open(record, undefined)
    expect(long.seconds).toBe(12 * 60 * 60)
    await sessions.end(long.id)
    expect(await sessions.find(long.id)).toBeUndefined()
    store.close()
  })

  test('who is shut out is, until let in again', async () => {
    const store = open()
    await store.setDisabled('name:maya', true)
    expect(await store.isDisabled('name:maya')).toBe(true)
    await store.setDisabled('name:maya', false)
    expect(await store.isDisabled('name:maya')).toBe(false)
    store.close()
  })
})

test('a restart keeps them; files are for this user only and hold no id', async () => {
  const first = createFolderStore(folder)
  const { id } = await createSessions(first).open(record, undefined)
  first.close()
  const second = createFolderStore(folder)
  expect(await createSessions(second).find(id)).toMatchObject({ name: 'maya' })
  second.close()
  const names = await readdir(join(folder, 'sessions'))
  for (const name of names) {
    const path = join(folder, 'sessions', name)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(name + (await readFile(path, 'utf8'))).not.toContain(id)
  }
})

test.each(['../../etc/passwd', 'a/b', '.', '', 'x'.repeat(43) + '/'])(
  'an id such as %j finds no file',
  async (id) => {
    const store = createFolderStore(folder)
    expect(await createSessions(store).find(id)).toBeUndefined()
    store.close()
  },
)

test('where no folder can be made, memory serves and it is said', () => {
  const said: string[] = []
  const store = openSessionStore({
    redis: undefined,
    stateDir: '/dev/null/no',
    warn: (words) => said.push(words),
  })
  expect(store.kind).toBe('memory')
  expect(said.join()).toContain('STATE_DIR')
})
