import type { TicketDatabase } from '../db/database.ts'
import { messages, tickets } from '../db/schema.ts'
import { searchTextOf, spokenTextOf } from '../text/ticket-text.ts'

export type TicketFields = Partial<typeof tickets.$inferInsert>
export type TicketTexts = (Partial<typeof messages.$inferInsert> & { body: string })[]

/** The moment at which tests take place. */
export const testNow = new Date('2026-03-10T12:00:00.000Z')

/** Adds a ticket that is ordinary in everything but `fields`; returns its id. */
export async function addTicket(
  database: TicketDatabase,
  fields: TicketFields = {},
  texts: TicketTexts = [],
): Promise<number> {
  const ticket = {
    subject: 'A ticket',
    requesterName: 'Rita Requester',
    requesterEmail: 'rita@example.com',
    channel: 'email',
    language: 'en',
    createdAt: testNow,
    updatedAt: testNow,
    ...fields,
    tags: fields.tags ?? [],
  }
  const [row] = await database
    .insert(tickets)
    .values({ ...ticket, searchText: searchTextOf(ticket) })
    .returning({ id: tickets.id })
  if (row === undefined) throw new Error('The ticket was not added.')
  for (const text of texts) {
    await database.insert(messages).values({
      ticketId: row.id,
      author: 'Rita Requester',
      kind: 'customer',
      createdAt: testNow,
      searchText: spokenTextOf({ kind: 'customer', ...text }),
      ...text,
    })
  }
  return row.id
}
