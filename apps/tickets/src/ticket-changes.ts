import { isDeepStrictEqual } from 'node:util'
import type { NewMessage, Ticket, TicketPatch } from '@askdesk/contracts'
import { eq } from 'drizzle-orm'
import { describeChange } from './change-entry.ts'
import type { TicketDatabase } from './db/database.ts'
import { messages, tickets, type MessageRow, type TicketRow } from './db/schema.ts'
import { findTicket } from './find-ticket.ts'
import { searchTextOf, spokenTextOf } from './ticket-text.ts'

export type TicketChanges = Omit<TicketPatch, 'version'>

/** What became of a change. A conflict carries the ticket as it is now. */
export type ChangeResult =
  | { outcome: 'changed'; ticket: Ticket }
  | { outcome: 'conflict'; ticket: Ticket }
  | { outcome: 'missing' }

type NewEntry = Pick<NewMessage, 'kind' | 'body'> & Pick<MessageRow, 'provenance' | 'provenanceIs'>

type Change = {
  database: TicketDatabase
  currentAgent: string
  at: Date
  id: number
  /** The version that the change was made against; undefined when any will do. */
  version: number | undefined
  changes: TicketChanges
  message: NewEntry | undefined
}

/**
 * Changes a ticket and adds to its thread, all or nothing. The row is locked first: of several
 * changes to one version exactly one is made.
 */
export async function changeTicket(change: Change): Promise<ChangeResult> {
  const { id, version, message } = change
  return change.database.transaction(async (transaction): Promise<ChangeResult> => {
    const [before] = await transaction
      .select()
      .from(tickets)
      .where(eq(tickets.id, id))
      .for('update')
    if (before === undefined) return { outcome: 'missing' }
    const isStale = version !== undefined && version !== before.version
    if (!isStale) {
      const after = applyChanges(before, change.changes)
      if (message !== undefined || !isDeepStrictEqual(before, after)) {
        await write(transaction, change, before, after)
      }
    }
    const ticket = await findTicket(transaction, id)
    if (ticket === undefined) return { outcome: 'missing' }
    return { outcome: isStale ? 'conflict' : 'changed', ticket }
  })
}

function applyChanges(before: TicketRow, changes: TicketChanges): TicketRow {
  const { subject, status, priority, assignee, tags, dueAt } = changes
  const after = {
    ...before,
    subject: subject ?? before.subject,
    status: status ?? before.status,
    priority: priority ?? before.priority,
    assignee: assignee === undefined ? before.assignee : assignee,
    tags: tags === undefined ? before.tags : [...new Set(tags)],
    dueAt: dueAt === undefined ? before.dueAt : toDate(dueAt),
  }
  return { ...after, searchText: searchTextOf(after) }
}

const toDate = (text: string | null) => (text === null ? null : new Date(text))

async function write(
  transaction: TicketDatabase,
  { currentAgent, at, message }: Change,
  before: TicketRow,
  after: TicketRow,
): Promise<void> {
  const { id, ...columns } = after
  await transaction
    .update(tickets)
    .set({ ...columns, updatedAt: at, version: before.version + 1 })
    .where(eq(tickets.id, id))
  const entry = describeChange(currentAgent, before, after)
  const additions = [
    ...(message === undefined ? [] : [message]),
    ...(entry === undefined
      ? []
      : [{ kind: 'system' as const, body: entry, provenance: null, provenanceIs: null }]),
  ]
  if (additions.length === 0) return
  await transaction.insert(messages).values(
    additions.map((addition) => ({
      ...addition,
      ticketId: id,
      author: currentAgent,
      createdAt: at,
      searchText: spokenTextOf(addition),
    })),
  )
}
