import { readFile } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite, type Results } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import type { ThreadAnswer, ThreadData, ThreadError, ThreadRequest } from './messages.ts'

// The thread of the embedded database. PostgreSQL in here works without ever yielding, so whoever
// wants to stop it ends the thread, as one would kill a server; its files survive that (WAL).

const port = parentPort
if (port === null) throw new Error('This file is a thread, not a program.')
const answer = (message: ThreadAnswer) => port.postMessage(message)

// Typed here, not checked: both ends of the channel are this package.
const { files, isNew } = workerData as ThreadData
const unparsed = (text: string) => text

/** The last lines of the server's own log: the reason of an abort stands there and nowhere else. */
const said: string[] = []

try {
  const prepared = isNew ? await findPrepared() : undefined
  const database = await PGlite.create(files, {
    extensions: { pg_trgm },
    ...(prepared && { loadDataDir: prepared }),
    onStderr: (line) => {
      said.push(line)
      if (said.length > 50) said.shift()
      return true
    },
  })
  port.on('message', (request: ThreadRequest) => void work(database, request))
  answer({ kind: 'open' })
} catch (error) {
  answer({ kind: 'failed', error: { ...describe(error), isFatal: true } })
}

/** The files of an empty database, beside the bundle; a source has none. */
async function findPrepared(): Promise<Blob | undefined> {
  try {
    return new Blob([await readFile(new URL('./prepared.tar.gz', import.meta.url))])
  } catch {
    return undefined
  }
}

async function work(database: PGlite, request: ThreadRequest): Promise<void> {
  try {
    if (request.kind === 'close') {
      await database.close()
      answer({ kind: 'done', results: { rows: [], fields: [] } })
      port?.close()
      return
    }
    const { sql, params, rowMode } = request
    const parsers = Object.fromEntries(request.unparsed.map((type) => [type, unparsed]))
    const results: Results<unknown> & { command?: string } = await database.query(sql, params, {
      rowMode,
      parsers,
    })
    const { rows, fields, affectedRows, command } = results
    answer({ kind: 'done', results: { rows, fields, affectedRows, command } })
  } catch (error) {
    answer({ kind: 'failed', error: describe(error) })
  }
}

function describe(error: unknown): ThreadError {
  if (!(error instanceof Error)) return { message: 'unknown', isFatal: true }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const severity = 'severity' in error ? error.severity : undefined
  // A statement that is refused has a code and a severity; an abort of the program has neither.
  const isFatal = code === undefined || severity === 'FATAL' || severity === 'PANIC'
  return { message: error.message, code: code ?? codeOfLastWords(), isFatal }
}

function codeOfLastWords(): string | undefined {
  const words = said.join('\n')
  if (/No space left on device|Disk quota exceeded/.test(words)) return '53100'
  if (/out of memory/i.test(words)) return '53200'
  return undefined
}
