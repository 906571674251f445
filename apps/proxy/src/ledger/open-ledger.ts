import type { FastifyBaseLogger } from 'fastify'
import { createLocalLedger } from './local-ledger.ts'
import { openLedgerFile, type LedgerFile } from './ledger-file.ts'
import type { Ledger } from './ledger.ts'
import { createOutbox } from './outbox.ts'
import { createRemoteLedger } from './remote-ledger.ts'
import { createTicketsClient } from './tickets-client.ts'

export type LedgerSettings = {
  /** The tickets API, which keeps the ledger where it is set together with `sessionKey`. */
  readonly ticketsUrl: URL | undefined
  readonly sessionKey: string | undefined
  /** For a file of the proxy's own, and for what the tickets API does not take. */
  readonly folder: string
}

/** Opens the best ledger that there is: the tickets' database, else a file, else memory. */
export async function openLedger(
  { ticketsUrl, sessionKey, folder }: LedgerSettings,
  log: FastifyBaseLogger,
): Promise<Ledger> {
  const isRemote = ticketsUrl !== undefined && sessionKey !== undefined
  if (ticketsUrl !== undefined && sessionKey === undefined) {
    log.warn(
      'TICKETS_URL is set without SESSION_KEY, so usage is not kept with the tickets but by this proxy alone.',
    )
  }
  const file = await openFile(folder, isRemote ? 'usage-waiting' : 'usage', isRemote, log)
  if (!isRemote) return createLocalLedger(file)
  const client = createTicketsClient(ticketsUrl, sessionKey)
  return createRemoteLedger(client, await createOutbox({ post: client.post, spill: file, log }))
}

async function openFile(
  folder: string,
  name: string,
  isRemote: boolean,
  log: FastifyBaseLogger,
): Promise<LedgerFile | undefined> {
  try {
    return await openLedgerFile({
      folder,
      name,
      onTrouble: (error) =>
        log.error(
          { cause: codeOf(error) },
          'usage cannot be written to disk; it is kept in memory',
        ),
    })
  } catch (error) {
    const loss = isRemote
      ? 'Usage that the tickets API does not take at once is kept in memory'
      : 'Usage is kept in memory and forgotten when this process ends'
    log.warn(
      { cause: codeOf(error) },
      `${loss}, because ${folder} cannot be written to. Set STATE_DIR to a folder that can be.`,
    )
    return undefined
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
