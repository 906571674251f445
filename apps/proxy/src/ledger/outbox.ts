import type { LedgerRow } from '@askdesk/contracts'
import type { FastifyBaseLogger } from 'fastify'
import type { LedgerFile } from './ledger-file.ts'
import { Refused } from './tickets-client.ts'

/** Rows on their way to the tickets API. */
export type Outbox = {
  add(row: LedgerRow): void
  /** Rows that have not arrived and are in memory. */
  readonly waiting: readonly LedgerRow[]
  /** Tries to send all that is here. Resolves whether or not that worked. */
  drain(): Promise<void>
  /** Tries once more and leaves the rest on disk. */
  close(): Promise<void>
}

export type OutboxOptions = {
  readonly post: (rows: readonly LedgerRow[]) => Promise<void>
  /** Keeps what cannot be sent; undefined where there is no disk to write to. */
  readonly spill: LedgerFile | undefined
  readonly log: Pick<FastifyBaseLogger, 'warn' | 'info' | 'error'>
}

const batch = 500
const mostInMemory = 10_000
const longestWait = 30_000

/**
 * Sends rows as they come, those that come meanwhile together. While the tickets API is away they
 * are kept in memory and on disk, and sent again after a wait that doubles; the API knows rows by
 * their trace id, so that one sent twice counts once.
 */
export async function createOutbox({ post, spill, log }: OutboxOptions): Promise<Outbox> {
  let rows: LedgerRow[] = []
  /** Rows on disk that are not in memory: of an earlier process, or more than memory holds. */
  let onDisk = 0
  let isAway = false
  let wait = 250
  let timer: NodeJS.Timeout | undefined
  let sending: Promise<void> | undefined
  await spill?.load(() => void (onDisk += 1))

  function flush(): Promise<void> {
    sending ??= send()
      .then(back, away)
      .finally(() => {
        sending = undefined
        if (rows.length > 0 && !isAway) void flush()
      })
    return sending
  }

  /** Rows that came while something was sent is sent next. */
  async function drain(): Promise<void> {
    await flush()
    if (rows.length > 0 && !isAway) await drain()
  }

  async function send(): Promise<void> {
    while (rows.length > 0) {
      const some = rows.slice(0, batch)
      await postAll(some)
      rows = rows.slice(some.length)
    }
    if (onDisk === 0) return
    let some: LedgerRow[] = []
    const all: LedgerRow[][] = [some]
    await spill?.load((row) => {
      if (some.length === batch) all.push((some = []))
      some.push(row)
    })
    for (const rowsOfDisk of all) await postAll(rowsOfDisk)
    onDisk = 0
  }

  /** A row that is refused for what it is must not hold up the others. */
  async function postAll(some: readonly LedgerRow[]): Promise<void> {
    if (some.length === 0) return
    try {
      await post(some)
    } catch (error) {
      if (!(error instanceof Refused) || ![400, 413, 422].includes(error.status)) throw error
      const middle = Math.ceil(some.length / 2)
      if (some.length > 1) {
        await postAll(some.slice(0, middle))
        await postAll(some.slice(middle))
      } else {
        log.error({ traceId: some[0]?.traceId }, 'the tickets API does not take this row of usage')
      }
    }
  }

  async function back(): Promise<void> {
    wait = 250
    if (!isAway) return
    isAway = false
    log.info('usage is written to the tickets API again')
    await spill?.remove().catch(() => undefined)
  }

  function away(error: unknown): void {
    if (!isAway) {
      isAway = true
      for (const row of rows) spill?.append(row)
      log.warn(
        { cause: error instanceof Refused ? error.status : 'no answer' },
        spill
          ? 'The tickets API takes no usage at the moment: it is kept on disk until it does'
          : 'The tickets API takes no usage at the moment: it is kept in memory, and lost if this process ends before it does',
      )
    }
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), wait)
    timer.unref()
    wait = Math.min(longestWait, wait * 2)
  }

  if (onDisk > 0) {
    // As after an outage: what is on disk is removed when it has arrived.
    isAway = true
    void flush()
  }
  return {
    get waiting() {
      return rows
    },
    add(row) {
      rows.push(row)
      if (!isAway) return void flush()
      spill?.append(row)
      if (rows.length <= mostInMemory) return
      rows.shift()
      if (spill) onDisk += 1
    },
    drain,
    async close() {
      await drain()
      clearTimeout(timer)
      await spill?.close()
    },
  }
}
