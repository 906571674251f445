import { sql, type SQL } from 'drizzle-orm'

/**
 * The search's trigram indexes: with them a word of three letters or more is looked up, without
 * them every row is read.
 *
 * Not a migration, as a server may refuse the extension today and offer it tomorrow: this is tried
 * at each start and a refusal is no failed start. `how` is `concurrently` on a server in use, so
 * that nobody waits for the index with a change.
 */
export async function createSearchIndex(
  execute: (statement: SQL) => Promise<unknown>,
  how: '' | 'concurrently' = '',
): Promise<void> {
  await execute(sql`create extension if not exists pg_trgm`)
  for (const table of searchedTables) {
    await execute(
      sql.raw(
        `create index ${how} if not exists ${indexName(table)} on ${table} using gin (search_text gin_trgm_ops)`,
      ),
    )
  }
}

/** The tables that the search reads. */
export const searchedTables = ['tickets', 'messages'] as const

/** The index that the search of a table uses. */
export const indexName = (table: (typeof searchedTables)[number]) => `${table}_by_words`
