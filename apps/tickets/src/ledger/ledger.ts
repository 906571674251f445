import type { LedgerRow, UsageGroup, UsageRow } from '@askdesk/contracts'
import { and, eq, gte, lt, sql, type SQL } from 'drizzle-orm'
import type { TicketDatabase } from '../db/database.ts'
import { usageLedger } from '../db/ledger-table.ts'

export type SumsQuery = { from: Date; to: Date; by: UsageGroup; owner?: string | undefined }
export type Spent = { owner: string; person: string; usd: number; tokens: number }
/** The reply behind a text: who asked for it, and who answered. */
export type KnownReply = { owner: string; provider: string; model: string }

/** One row a reply of the assistant, kept beside the tickets for the proxy. */
export type Ledger = {
  /** Takes rows in; those that are there already stay as they are. */
  add: (rows: readonly LedgerRow[]) => Promise<void>
  sums: (query: SumsQuery) => Promise<UsageRow[]>
  spent: (since: Date) => Promise<Spent[]>
  find: (traceId: string) => Promise<KnownReply | undefined>
  /** Removes a few of the rows that are older than is kept. Gives their number. */
  prune: (before: Date) => Promise<number>
}

const prunedAtOnce = 5000
const { person, provider, model, skill, at, costUsd, costIs } = usageLedger
const { promptTokens, completionTokens } = usageLedger

const keys: Readonly<Record<UsageGroup, SQL<string>>> = {
  person: sql<string>`${person}`,
  provider: sql<string>`${provider}`,
  model: sql<string>`${provider} || '/' || ${model}`,
  skill: sql<string>`coalesce(${skill}, 'none')`,
  day: sql<string>`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD')`,
}

export function createLedger(database: TicketDatabase): Ledger {
  return {
    async add(rows) {
      if (rows.length === 0) return
      const values = rows.map(({ cost, at: when, ...row }) => ({
        ...row,
        at: new Date(when),
        ...(cost && {
          costUsd: String(cost.amount),
          costIs: cost.is,
          listDate: cost.listDate ?? null,
        }),
      }))
      await database.insert(usageLedger).values(values).onConflictDoNothing()
    },

    async sums({ from, to, by, owner }) {
      const rows = await database
        .select({
          key: keys[by],
          runs: sql<number>`count(*)::int`,
          promptTokens: sql<number>`sum(${promptTokens})::float8`,
          completionTokens: sql<number>`sum(${completionTokens})::float8`,
          // Added up as decimals, turned into a number of JavaScript once.
          amount: sql<number>`coalesce(sum(${costUsd}), 0)::float8`,
          reported: sql<boolean>`bool_or(${costIs} is not null and ${costIs} = 'reported')`,
          list: sql<boolean>`bool_or(${costIs} is not null and ${costIs} = 'list')`,
          unknown: sql<boolean>`bool_or(${costUsd} is null and ${promptTokens} + ${completionTokens} > 0)`,
        })
        .from(usageLedger)
        .where(and(gte(at, from), lt(at, to), owner ? eq(usageLedger.owner, owner) : undefined))
        .groupBy(sql`1`)
        .orderBy(sql`1`)
      return rows.map(({ amount, reported, list, unknown, ...row }) => ({
        ...row,
        cost: { amount, currency: 'USD' as const, is: kindOf({ reported, list, unknown }) },
      }))
    },

    spent: (since) =>
      database
        .select({
          owner: usageLedger.owner,
          person,
          usd: sql<number>`coalesce(sum(${costUsd}), 0)::float8`,
          tokens: sql<number>`sum(${promptTokens} + ${completionTokens})::float8`,
        })
        .from(usageLedger)
        .where(gte(at, since))
        // Where nobody signs in all have one owner, and the name tells them apart.
        .groupBy(usageLedger.owner, person),

    async find(traceId) {
      const [row] = await database
        .select({ owner: usageLedger.owner, provider, model })
        .from(usageLedger)
        .where(eq(usageLedger.traceId, traceId))
      return row
    },

    async prune(before) {
      const removed = await database.execute(sql`
        delete from ${usageLedger} where ${usageLedger.traceId} in (
          select ${usageLedger.traceId} from ${usageLedger} where ${at} < ${before.toISOString()}::timestamptz
          order by ${at} limit ${prunedAtOnce})`)
      return countOf(removed)
    },
  }
}

function kindOf(is: {
  reported: boolean
  list: boolean
  unknown: boolean
}): UsageRow['cost']['is'] {
  if (is.unknown) return 'unknown'
  if (is.reported && is.list) return 'mixed'
  return is.reported ? 'reported' : 'list'
}

/** The number of rows that a statement changed, which the two databases call differently. */
function countOf(result: unknown): number {
  if (typeof result !== 'object' || result === null) return 0
  if ('affectedRows' in result) return Number(result.affectedRows ?? 0)
  return 'rowCount' in result ? Number(result.rowCount ?? 0) : 0
}
