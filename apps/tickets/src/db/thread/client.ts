import type { PGlite } from '@electric-sql/pglite'
import { isInMemory } from '../../config.ts'
import { DatabaseFault } from '../faults.ts'
import { createTurns } from '../turns.ts'
import { startThread, unlimited, type DatabaseThread } from './thread.ts'

/** How long the embedded database may take, in milliseconds. */
export type EmbeddedLimits = {
  /** One statement. Longer, and its thread is ended and the files are opened again. */
  statementMs: number
  /** The wait for statements and transactions of others. */
  waitMs: number
  /** Opening the files, recovery included. */
  openMs: number
  closeMs: number
}

export const embeddedLimits: EmbeddedLimits = {
  statementMs: 5_000,
  waitMs: 10_000,
  openMs: 120_000,
  closeMs: 8_000,
}

type Options = {
  files: string
  limits: EmbeddedLimits
  /** Brings the database up to date, without limits, each time that it has been opened. */
  prepare: (client: PGlite) => Promise<void>
}

type Query = PGlite['query']

/**
 * PGlite for drizzle, at work in a thread. Waiting for it does not hold up the event loop, and
 * a statement that takes too long is stopped like a server that is killed: the thread is ended, the
 * files are opened again by a new one (crash recovery), and only who asked for it hears of it.
 *
 * One statement or transaction has the database at a time, as PGlite has one session.
 */
export async function openEmbedded(
  options: Options,
): Promise<{ client: PGlite; close: () => Promise<void> }> {
  const { files, limits, prepare } = options
  const turns = createTurns({ size: 1, waitLimitMs: limits.waitMs })
  let isClosed = false
  let thread = await open()

  async function open(): Promise<DatabaseThread> {
    const opened = await startThread({ files, isNew: isInMemory(files) }, limits.openMs)
    try {
      await prepare(asPglite(clientOf(opened, unlimited)))
      return opened
    } catch (error) {
      await opened.close(limits.closeMs).catch(() => {})
      throw error
    }
  }

  /** Runs `work` when it is its turn, on a thread that lives. */
  async function inTurn<T>(work: (client: ThreadClient) => Promise<T>): Promise<T> {
    const giveBack = await turns.take()
    try {
      if (isClosed) throw new DatabaseFault('stopped')
      if (!thread.isAlive()) thread = await open()
      return await work(clientOf(thread, limits.statementMs))
    } finally {
      giveBack()
    }
  }

  return {
    client: asPglite({
      query: (...query) => inTurn((client) => client.query(...query)),
      transaction: (run) => inTurn((client) => client.transaction(run)),
    }),
    async close() {
      // Refuses those who still wait; who is at work ends it.
      isClosed = true
      const giveBack = await turns.take()
      await thread.close(limits.closeMs).finally(giveBack)
    },
  }
}

type ThreadClient = {
  query: Query
  transaction: <T>(run: (client: PGlite) => Promise<T>) => Promise<T>
}

/** Statements on one thread, by somebody who has it for themselves. */
function clientOf(thread: DatabaseThread, limitMs: number): ThreadClient {
  const send = (sql: string, params: unknown[] = [], options: Parameters<Query>[2] = {}) =>
    thread.query(
      {
        sql,
        params,
        rowMode: options.rowMode ?? 'object',
        // A function cannot go to the other thread. All that drizzle hands over leave the text as it is.
        unparsed: Object.keys(options.parsers ?? {}).map(Number),
      },
      limitMs,
    )
  // Rows are of the type that drizzle asked for: it names it itself.
  const query = send as unknown as Query
  return {
    query,
    async transaction(run) {
      await send('begin')
      try {
        const result = await run(asPglite({ query, transaction: nested }))
        const { command } = await send('commit')
        // A transaction in which a statement failed is rolled back by `commit`, without an error.
        if (command !== 'COMMIT') throw new Error('The transaction was rolled back.')
        return result
      } catch (error) {
        if (thread.isAlive()) await send('rollback')
        throw error
      }
    },
  }
}

// drizzle makes savepoints of its own.
const nested = () => Promise.reject(new Error('A transaction is begun already.'))

// drizzle calls `query` and `transaction`, and nothing else of PGlite.
const asPglite = (client: ThreadClient) => client as unknown as PGlite
