import type { LedgerRow } from '@askdesk/contracts'
import type { Ledger } from './ledger.ts'
import type { LedgerFile } from './ledger-file.ts'
import { createSums } from './sums.ts'

/** So many replies can still be marked good or bad. */
const ownersKept = 50_000

/** A ledger of the proxy's own: sums in memory and, where there is a disk to write to, rows in a file. */
export async function createLocalLedger(file: LedgerFile | undefined): Promise<Ledger> {
  const sums = createSums()
  const owners = new Map<string, string>()

  function take(row: LedgerRow): boolean {
    if (owners.has(row.traceId)) return false
    owners.set(row.traceId, row.owner)
    if (owners.size > ownersKept) {
      const [oldest] = owners.keys()
      if (oldest !== undefined) owners.delete(oldest)
    }
    sums.add(row)
    return true
  }

  await file?.load(take)
  return {
    record(row) {
      if (take(row)) file?.append(row)
    },
    sums: (query) => sums.rows(query),
    spent: async (since) => sums.spent(since),
    ownerOf: async (traceId) => owners.get(traceId),
    close: async () => file?.close(),
  }
}
