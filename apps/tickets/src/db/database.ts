import { fileURLToPath } from 'node:url'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import type * as schema from './schema.ts'

/** The repository's database: the same for PGlite and PostgreSQL, inside and outside a transaction. */
export type TicketDatabase = PgDatabase<PgQueryResultHKT, typeof schema>

/** An open, migrated database. */
export type OpenDatabase = {
  database: TicketDatabase
  /** Warnings: what works less well than it could and what to do about it, in sentences for the operator. */
  warnings: string[]
  /** How many searches may have the database at a time, so that they leave it to others as well. */
  searchesAtOnce: number
  /** @throws DatabaseFault when it did not close in order; what was committed is kept all the same. */
  close: () => Promise<void>
}

/**
 * The generated SQL, in a folder beside this module. A bundle needs the same folder beside itself
 * (`dist/main.js`, `dist/migrations/`).
 */
export const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))
