import { createHash, randomUUID } from 'node:crypto'
import { accessSync, constants, mkdirSync } from 'node:fs'
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseRecord, sessionSeconds, type SessionStore } from './sessions.ts'

/**
 * Keeps each session in a file of its own (mode 600), so that services and replicas that share the
 * folder see a session begin and end at once, without a lock. Files are written aside and renamed:
 * a reader never sees half of one.
 *
 * @throws when the folder cannot be made or written to.
 */
export function createFolderStore(stateDir: string): SessionStore {
  const folder = join(stateDir, 'sessions')
  const shutOut = join(stateDir, 'disabled')
  for (const path of [folder, shutOut]) {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    accessSync(path, constants.W_OK)
  }
  void sweep(folder)
  const timer = setInterval(() => void sweep(folder), 60 * 60_000)
  timer.unref()
  const fileOf = (key: string): string => join(folder, key)
  const markOf = (owner: string): string =>
    join(shutOut, createHash('sha256').update(owner).digest('base64url'))

  return {
    kind: 'folder',
    async put(key, record) {
      const aside = join(folder, `.${randomUUID()}`)
      await writeFile(aside, JSON.stringify(record), { mode: 0o600 })
      await rename(aside, fileOf(key))
    },
    async get(key) {
      const text = await readFile(fileOf(key), 'utf8').catch(() => undefined)
      return text === undefined ? undefined : parseRecord(text)
    },
    remove: (key) => rm(fileOf(key), { force: true }),
    async setDisabled(owner, disabled) {
      if (disabled) await writeFile(markOf(owner), '', { mode: 0o600 })
      else await rm(markOf(owner), { force: true })
    },
    isDisabled: (owner) =>
      stat(markOf(owner)).then(
        () => true,
        () => false,
      ),
    close: () => clearInterval(timer),
  }
}

/** Removes what nobody can use any more, a few at a time. */
async function sweep(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  const oldest = Date.now() - sessionSeconds * 1000
  for (const name of names) {
    const path = join(folder, name)
    const modified = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Infinity,
    )
    if (modified < oldest) await rm(path, { force: true }).catch(() => undefined)
  }
}
