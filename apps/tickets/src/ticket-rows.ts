import type { Ticket, TicketMessage, TicketSummary } from '@askdesk/contracts'
import { getTableColumns } from 'drizzle-orm'
import { messages, tickets, type MessageRow, type TicketRow } from './db/schema.ts'

const {
  searchText: _ticketText,
  fieldVersions: _fieldVersions,
  ...summaryColumns
} = getTableColumns(tickets)
const {
  searchText: _messageText,
  idempotencyKey: _idempotencyKey,
  ...threadColumns
} = getTableColumns(messages)

/** Columns that are read of a ticket and of a message: all but those kept for the search and for changes. */
export { summaryColumns, threadColumns }

export type SummaryRow = Omit<TicketRow, 'searchText' | 'fieldVersions'>
export type ThreadRow = Omit<MessageRow, 'searchText' | 'idempotencyKey'>

/** A row as the wire knows it. */
export function toSummary(row: SummaryRow): TicketSummary {
  return {
    id: row.id,
    subject: row.subject,
    status: row.status,
    priority: row.priority,
    assignee: row.assignee,
    requester: { name: row.requesterName, email: row.requesterEmail },
    tags: row.tags,
    channel: row.channel,
    language: row.language,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
    version: row.version,
  }
}

/** A ticket with its thread. */
export function toTicket(row: SummaryRow, thread: ThreadRow[]): Ticket {
  return { ...toSummary(row), messages: thread.map(toMessage) }
}

function toMessage(row: ThreadRow): TicketMessage {
  const { id, author, kind, body, provenance, provenanceIs } = row
  const createdAt = row.createdAt.toISOString()
  return { id, author, kind, body, createdAt, provenance, provenanceIs }
}
