import type { LedgerRow, UsageGroup, UsageRow } from '@askdesk/contracts'

/** One person's usage since a moment, in US dollars and tokens. */
export type Spent = {
  readonly owner: string
  readonly person: string
  readonly usd: number
  readonly tokens: number
}

/** Rows that ended from `from` up to, not with, `to`; of one owner, or of all. */
export type UsageQuery = {
  readonly from: Date
  readonly to: Date
  readonly by: UsageGroup
  readonly owner?: string | undefined
}

/** The ledger: who asked, who answered, how much; one row a reply, and no word of it. */
export type Ledger = {
  /** Takes a row in. Nothing is awaited: a reply never waits for the ledger. */
  record(row: LedgerRow): void
  sums(query: UsageQuery): Promise<UsageRow[]>
  spent(since: Date): Promise<readonly Spent[]>
  /** The owner of the reply with this trace id, or undefined for one that is not known (any more). */
  ownerOf(traceId: string): Promise<string | undefined>
  /** Resolves when every row is where it belongs. */
  close(): Promise<void>
}
