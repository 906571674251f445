import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { isInMemory } from '../config.ts'
import { migrationsFolder, type OpenDatabase } from './database.ts'
import { lockFolder } from './folder-lock.ts'
import * as schema from './schema.ts'
import { createSearchIndex } from './search-index.ts'
import { embeddedLimits, openEmbedded, type EmbeddedLimits } from './thread/client.ts'
import { startThread } from './thread/thread.ts'

/**
 * Opens PostgreSQL in a thread of this process, stored in `folder`, and brings it up to date. In
 * memory (`memory://`) it begins empty again when its thread had to be ended.
 *
 * PGlite takes no lock on its files and two writers destroy them, so the folder is guarded by a pid
 * file. The database has a folder of its own inside: it must find that empty the first time.
 */
export async function openPglite(
  folder: string,
  limits: EmbeddedLimits = embeddedLimits,
): Promise<OpenDatabase> {
  keepFirstCode()
  // Imported here, so that a process with a PostgreSQL server neither loads nor needs it.
  const [{ drizzle }, { migrate }] = await Promise.all([
    import('drizzle-orm/pglite'),
    import('drizzle-orm/pglite/migrator'),
  ])
  const inMemory = isInMemory(folder)
  if (!inMemory) await mkdir(folder, { recursive: true, mode: 0o700 })

  const unlock = inMemory ? async () => {} : await lockFolder(folder)
  try {
    const { client, close } = await openEmbedded({
      files: inMemory ? folder : await layOut(folder, limits),
      limits,
      async prepare(client) {
        const database = drizzle({ client, schema })
        await migrate(database, { migrationsFolder })
        await createSearchIndex((statement) => database.execute(statement))
      },
    })
    return {
      database: drizzle({ client, schema }),
      warnings: [],
      searchesAtOnce: 1,
      close: () => close().finally(unlock),
    }
  } catch (error) {
    await unlock()
    throw error
  }
}

/**
 * Keeps the code that V8's baseline compiler (Liftoff) makes of WebAssembly. Optimizing PostgreSQL's
 * largest functions takes half a gigabyte for a moment, often in the first second, and a container
 * that has not so much is killed without a word. No request was seen to be quicker for it.
 */
function keepFirstCode(): void {
  setFlagsFromString('--no-wasm-tier-up --no-wasm-dynamic-tiering')
}

/**
 * The folder of the files, laid out if there are none. A start that is killed on the way must not
 * leave half a database under the name of a whole one: they are laid out beside it and renamed. In
 * a thread that ends, for the program that lays them out keeps hundreds of megabytes. A build has
 * them prepared, to be unpacked.
 */
async function layOut(folder: string, limits: EmbeddedLimits): Promise<string> {
  const files = join(folder, 'pgdata')
  if (existsSync(files)) return files
  const unfinished = join(folder, 'pgdata.new')
  await rm(unfinished, { recursive: true, force: true })
  const thread = await startThread({ files: unfinished, isNew: true }, limits.openMs)
  await thread.close(limits.closeMs)
  await rename(unfinished, files)
  return files
}
