import type { Ticket } from '@askdesk/contracts'
import { asc, eq } from 'drizzle-orm'
import type { TicketDatabase } from './db/database.ts'
import { messages, tickets } from './db/schema.ts'
import { summaryColumns, threadColumns, toTicket } from './ticket-rows.ts'

/** A ticket with its thread, oldest message first. */
export async function findTicket(
  database: TicketDatabase,
  id: number,
): Promise<Ticket | undefined> {
  const [row] = await database.select(summaryColumns).from(tickets).where(eq(tickets.id, id))
  if (row === undefined) return undefined
  const thread = await database
    .select(threadColumns)
    .from(messages)
    .where(eq(messages.ticketId, id))
    .orderBy(asc(messages.createdAt), asc(messages.id))
  return toTicket(row, thread)
}
