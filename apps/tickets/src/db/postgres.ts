import { migrationsFolder, type OpenDatabase } from './database.ts'
import * as schema from './schema.ts'

// Any number that nothing else in the database locks: services that start together take turns.
const migrationLock = 620_011_042

/** Connects to a PostgreSQL server and brings its schema up to date. */
export async function openPostgres(
  url: string,
  onIdleError: (error: Error) => void = () => {},
): Promise<OpenDatabase> {
  const [{ default: pg }, { drizzle }, { migrate }] = await Promise.all([
    import('pg'),
    import('drizzle-orm/node-postgres'),
    import('drizzle-orm/node-postgres/migrator'),
  ])
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 30_000,
    application_name: 'askdesk-tickets',
  })
  // Without a listener, a server that restarts would end this process.
  pool.on('error', onIdleError)
  try {
    const client = await pool.connect()
    try {
      await client.query('select pg_advisory_lock($1)', [migrationLock])
      await migrate(drizzle({ client, schema }), { migrationsFolder })
    } finally {
      // Closing the connection gives the lock back, whatever state a failed migration left.
      client.release(true)
    }
    return { database: drizzle({ client: pool, schema }), close: () => pool.end() }
  } catch (error) {
    await pool.end()
    throw error
  }
}
