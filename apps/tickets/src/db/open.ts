import type { StorageConfig } from '../config.ts'
import type { OpenDatabase } from './database.ts'
import { openPglite } from './pglite.ts'
import { openPostgres } from './postgres.ts'

/** Opens the configured database, migrated and ready. */
export function openDatabase(storage: StorageConfig): Promise<OpenDatabase> {
  switch (storage.kind) {
    case 'pglite':
      return openPglite(storage.folder)
    case 'postgres':
      return openPostgres(storage.url)
    default:
      return storage satisfies never
  }
}
