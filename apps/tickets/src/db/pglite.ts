import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isInMemory } from '../config.ts'
import { migrationsFolder, type OpenDatabase } from './database.ts'
import { lockFolder } from './folder-lock.ts'
import * as schema from './schema.ts'

/**
 * Opens PostgreSQL in this process, stored in `folder` (or in memory), and brings it up to date.
 *
 * PGlite takes no lock on its files and two writers destroy them, so the folder is guarded by a pid
 * file. The database has a folder of its own inside: it must find that empty the first time.
 */
export async function openPglite(folder: string): Promise<OpenDatabase> {
  // Imported here, so that a process with a PostgreSQL server neither loads nor needs it.
  const [{ PGlite }, { drizzle }, { migrate }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('drizzle-orm/pglite'),
    import('drizzle-orm/pglite/migrator'),
  ])
  const inMemory = isInMemory(folder)
  if (!inMemory) await mkdir(folder, { recursive: true, mode: 0o700 })

  const unlock = inMemory ? async () => {} : await lockFolder(folder)
  try {
    const client = inMemory
      ? await PGlite.create(folder)
      : await openFiles(folder, (files) => PGlite.create(files))
    const database = drizzle({ client, schema })
    await migrate(database, { migrationsFolder })
    return {
      database,
      close: async () => {
        await client.close()
        await unlock()
      },
    }
  } catch (error) {
    await unlock()
    throw error
  }
}

/**
 * A start that is killed while it lays out the files must not leave half a database under the name
 * of a whole one: they are laid out beside it and renamed.
 */
async function openFiles<Client extends { close: () => Promise<void> }>(
  folder: string,
  open: (files: string) => Promise<Client>,
): Promise<Client> {
  const files = join(folder, 'pgdata')
  if (!existsSync(files)) {
    const unfinished = join(folder, 'pgdata.new')
    await rm(unfinished, { recursive: true, force: true })
    const client = await open(unfinished)
    await client.close()
    await rename(unfinished, files)
  }
  return open(files)
}
