import type { Client, Pool } from 'pg'
import { migrationsFolder, type OpenDatabase } from './database.ts'
import { codeOf } from './faults.ts'
import * as schema from './schema.ts'
import { createSearchIndex, indexName, searchedTables } from './search-index.ts'

// Any numbers that nothing else in the database locks. Services that start together take turns with
// the migrations; one of them makes the index.
const migrationLock = 620_011_042
const indexLock = 620_011_044

/** How long a PostgreSQL server may take, in milliseconds. */
export type ServerLimits = {
  /** One statement of a request; the server stops it then. */
  statementMs: number
  /** The same, as the client counts: for a server that hangs and so stops nothing. */
  answerMs: number
  /** A new connection, or the wait for one that others have. */
  connectMs: number
}

const serverLimits: ServerLimits = {
  statementMs: 5_000,
  answerMs: 7_000,
  connectMs: 5_000,
}

/** Connects to a PostgreSQL server and brings its schema up to date. */
export async function openPostgres(
  url: string,
  limits: ServerLimits = serverLimits,
): Promise<OpenDatabase> {
  const [{ default: pg }, { drizzle }] = await Promise.all([
    import('pg'),
    import('drizzle-orm/node-postgres'),
  ])
  const server = {
    connectionString: url,
    connectionTimeoutMillis: limits.connectMs,
    application_name: 'askdesk-tickets',
  }
  const warnings = await withClient(new pg.Client(server), async (client) => {
    await migrateInTurn(client)
    return prepareSearch(client)
  })
  const pool = new pg.Pool({
    ...server,
    max: 10,
    statement_timeout: limits.statementMs,
    query_timeout: limits.answerMs,
    idle_in_transaction_session_timeout: 30_000,
  })
  hangUpWhenSilent(pool)
  return {
    database: drizzle({ client: pool, schema }),
    warnings,
    searchesAtOnce: 3,
    close: () => pool.end(),
  }
}

async function withClient<T>(client: Client, work: (client: Client) => Promise<T>): Promise<T> {
  // Without a listener, a server that goes away would end this process.
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    // Closing the connection gives its locks back, whatever state a failed migration left.
    await client.end()
  }
}

async function migrateInTurn(client: Client): Promise<void> {
  const [{ drizzle }, { migrate }] = await Promise.all([
    import('drizzle-orm/node-postgres'),
    import('drizzle-orm/node-postgres/migrator'),
  ])
  await client.query('select pg_advisory_lock($1)', [migrationLock])
  await migrate(drizzle({ client, schema }), { migrationsFolder })
  await client.query('select pg_advisory_unlock($1)', [migrationLock])
}

/** Makes the search's indexes; where the server does not let us, the answer says what that means. */
async function prepareSearch(client: Client): Promise<string[]> {
  const { drizzle } = await import('drizzle-orm/node-postgres')
  const database = drizzle({ client })
  const { rows } = await client.query<{ free: boolean }>(
    'select pg_try_advisory_lock($1) as free',
    [indexLock],
  )
  // Another service is making them at this moment.
  if (rows[0]?.free !== true) return []
  try {
    await dropUnfinished(client)
    await createSearchIndex((statement) => database.execute(statement), 'concurrently')
    return (await client.query('select 1 where show_trgm($1) = $2', ['ж', []])).rows.length > 0
      ? [
          'The database has the locale C: a search for letters beyond ASCII reads every message. ' +
            'Move to a database with a UTF-8 locale if there are many tickets.',
        ]
      : []
  } catch (error) {
    return [
      `The database has no index for the search (${codeOf(error) ?? 'no code'}): every search ` +
        'reads every message. Let the user of DATABASE_URL create the extension pg_trgm, or create ' +
        'it (create extension pg_trgm) and start again.',
    ]
  }
}

/** An index whose making was cut short exists, is not used, and would never be made again. */
async function dropUnfinished(client: Client): Promise<void> {
  for (const table of searchedTables) {
    const { rows } = await client.query(
      'select 1 from pg_index where indexrelid = to_regclass($1) and not indisvalid',
      [indexName(table)],
    )
    if (rows.length > 0) await client.query(`drop index ${indexName(table)}`)
  }
}

/**
 * Gives up a connection whose server did not answer in time. node-postgres only stops waiting: the
 * connection would go back into the pool with the statement still on it. It also leaves one that
 * breaks in a transaction without a listener, and that would end the process.
 */
function hangUpWhenSilent(pool: Pool): void {
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    client.on('error', () => {})
    const query: (...parameters: unknown[]) => unknown = client.query.bind(client)
    Object.assign(client, {
      query(...parameters: unknown[]): unknown {
        const result = query(...parameters)
        if (!(result instanceof Promise)) return result
        return result.catch((error: unknown) => {
          if (error instanceof Error && error.message === 'Query read timeout') {
            // Ends at once while a statement is under way, without waiting for the server.
            void (client as unknown as Client).end()
          }
          throw error
        })
      },
    })
  })
}
