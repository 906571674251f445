import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { DatabaseFault, findFault } from '../faults.ts'
import type {
  ThreadAnswer,
  ThreadData,
  ThreadError,
  ThreadRequest,
  ThreadResults,
} from './messages.ts'

/** A statement that the embedded database refused, with PostgreSQL's code. */
class StatementError extends Error {
  override name = 'StatementError'
  readonly code: string | undefined

  constructor({ message, code }: ThreadError) {
    super(message)
    this.code = code
  }
}

/** An embedded database at work in a thread of its own. */
export type DatabaseThread = {
  /** False from the moment it broke or was ended. */
  isAlive: () => boolean
  /**
   * One statement; the caller sends one at a time.
   *
   * @throws StatementError when the database refuses it; DatabaseFault when it took longer than
   * `limitMs` (the thread is ended then) or when the thread is gone.
   */
  query: (
    statement: Omit<ThreadRequest & { kind: 'query' }, 'kind'>,
    limitMs: number,
  ) => Promise<ThreadResults>
  /** Closes the files in order, or ends the thread where that takes longer than `limitMs`. */
  close: (limitMs: number) => Promise<void>
}

/** A limit that is none. */
export const unlimited = Infinity

// As a source file it stands beside this one; a bundle has it in `thread/` beside itself.
const entry = import.meta.url.endsWith('.ts')
  ? new URL('./database.ts', import.meta.url)
  : new URL('./thread/database.js', import.meta.url)

/** The caller that waits for an answer. */
type Waiting = { resolve: (results: ThreadResults) => void; reject: (error: Error) => void }

/** Opens the files in a new thread. @throws DatabaseFault or StatementError when that fails. */
export async function startThread(data: ThreadData, limitMs: number): Promise<DatabaseThread> {
  // None of the environment: it holds secrets, and PostgreSQL's own settings.
  const worker = new Worker(entry, {
    workerData: data,
    execArgv: [],
    env: {},
    // V8 would let the space for new objects grow to 128 MB; PostgreSQL's own memory is not in it.
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  })
  const exited = once(worker, 'exit')
  let isAlive = true
  let pending: Waiting | undefined

  function settle(act: (waiting: Waiting) => void): void {
    const current = pending
    pending = undefined
    if (current !== undefined) act(current)
  }
  async function end(fault: DatabaseFault | StatementError): Promise<void> {
    // The end of the thread is told once more, as its exit.
    if (!isAlive) return
    isAlive = false
    await worker.terminate()
    settle(({ reject }) => reject(fault))
  }

  worker.on('message', (answer: ThreadAnswer) => {
    if (answer.kind === 'failed') {
      const error = new StatementError(answer.error)
      if (answer.error.isFatal) {
        void end(findFault(error) ?? new DatabaseFault('stopped', { cause: error }))
      } else settle(({ reject }) => reject(error))
      return
    }
    settle(({ resolve }) =>
      resolve(answer.kind === 'done' ? answer.results : { rows: [], fields: [] }),
    )
  })
  worker.on('error', (error) => void end(new DatabaseFault('stopped', { cause: error })))
  worker.on('exit', () => void end(new DatabaseFault('stopped')))

  function wait(limitMs: number, begin: () => void): Promise<ThreadResults> {
    if (!isAlive) return Promise.reject(new DatabaseFault('stopped'))
    return new Promise((resolve, reject) => {
      const timer =
        limitMs === unlimited
          ? undefined
          : setTimeout(() => void end(new DatabaseFault('slow')), limitMs)
      pending = {
        resolve: (results) => {
          clearTimeout(timer)
          resolve(results)
        },
        reject: (error) => {
          clearTimeout(timer)
          reject(error)
        },
      }
      begin()
    })
  }
  const ask = (request: ThreadRequest, limitMs: number) =>
    // A thread is no window: its messages have no target origin.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    wait(limitMs, () => worker.postMessage(request))

  await wait(limitMs, () => {})
  return {
    isAlive: () => isAlive,
    query: (statement, limitMs) => ask({ kind: 'query', ...statement }, limitMs),
    async close(limitMs) {
      if (!isAlive) return
      await ask({ kind: 'close' }, limitMs)
      isAlive = false
      await exited
    },
  }
}
