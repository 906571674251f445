import type { OpenDatabase } from '../db/database.ts'
import { openPglite } from '../db/pglite.ts'
import { openPostgres } from '../db/postgres.ts'
import { findPostgres, startPostgres } from './postgres-server.ts'

type TestDatabase = { name: string; open: (() => Promise<OpenDatabase>) | undefined }

/** The databases that a suite about SQL runs against; without `open` it says in its name why not. */
export function testDatabases(): TestDatabase[] {
  const server = findPostgres()
  return [
    { name: 'PGlite', open: () => openPglite('memory://') },
    'missing' in server
      ? { name: `PostgreSQL (skipped: ${server.missing})`, open: undefined }
      : { name: 'PostgreSQL', open: () => openServer(server) },
  ]
}

type Found = Exclude<ReturnType<typeof findPostgres>, { missing: string }>

async function openServer({ folder, user }: Found): Promise<OpenDatabase> {
  const server = await startPostgres(folder, user)
  const opened = await openPostgres(server.url)
  return {
    ...opened,
    close: async () => {
      await opened.close()
      await server.stop()
    },
  }
}
