import { sql } from 'drizzle-orm'
import { searchTextOf, spokenTextOf } from '../../text/ticket-text.ts'
import type { TicketDatabase } from '../database.ts'
import { agents } from '../agents-table.ts'
import { messages, tickets } from '../schema.ts'
import { sampleTickets } from './sample-tickets.ts'
import { spanToMs, type SampleTicket } from './story.ts'

// Any number that nothing else in the database locks.
const seedLock = 620_011_043

/**
 * Puts the sample tickets into a database that has none, their times counted from `now`. All or
 * nothing: a process killed on the way leaves an empty database, and the next one begins again.
 */
export async function seedDatabase(database: TicketDatabase, now: Date): Promise<void> {
  if (await hasTickets(database)) return
  await database.transaction(async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock(${seedLock}::bigint)`)
    // Another service may have been faster.
    if (await hasTickets(transaction)) return
    const samples = sampleTickets.map((sample) => toRows(sample, now))
    await transaction.insert(tickets).values(samples.map(({ ticket }) => ticket))
    // In the order of their times, so that ids grow with them as they do in a living desk.
    const thread = samples
      .flatMap((sample) => sample.thread)
      .toSorted((left, right) => left.createdAt.getTime() - right.createdAt.getTime())
    await transaction.insert(messages).values(thread)
    const staff = samples.flatMap(({ ticket: { assignee }, thread: entries }) => [
      ...(assignee === null ? [] : [assignee]),
      ...entries
        .filter(({ kind }) => kind === 'agent' || kind === 'note')
        .map(({ author }) => author),
    ])
    await transaction
      .insert(agents)
      .values([...new Set(staff)].map((name) => ({ name })))
      .onConflictDoNothing()
    await transaction.execute(
      sql`select setval(pg_get_serial_sequence('tickets', 'id'), (select max(id) from tickets))`,
    )
  })
}

async function hasTickets(database: TicketDatabase): Promise<boolean> {
  const [first] = await database.select({ id: tickets.id }).from(tickets).limit(1)
  return first !== undefined
}

function toRows(sample: SampleTicket, now: Date) {
  const { id, subject, status, priority, assignee, requester, tags, channel, language } = sample
  const thread = sample.thread.map((entry) => {
    const { ago, provenance = null, ...message } = entry(requester.name)
    return {
      ...message,
      provenance,
      ticketId: id,
      createdAt: new Date(now.getTime() - spanToMs(ago)),
      searchText: spokenTextOf(message),
    }
  })
  const createdAt = thread[0]?.createdAt ?? now
  const ticket = {
    id,
    subject,
    status,
    priority,
    assignee,
    requesterName: requester.name,
    requesterEmail: requester.email,
    tags,
    channel,
    language,
    createdAt,
    updatedAt: thread.at(-1)?.createdAt ?? now,
    dueAt: sample.due === undefined ? null : dueTime(sample.due, now),
    version: thread.length,
    fieldVersions: { message: thread.length },
  }
  return { ticket: { ...ticket, searchText: searchTextOf({ ...ticket }) }, thread }
}

function dueTime(due: NonNullable<SampleTicket['due']>, now: Date): Date {
  const isPast = due.endsWith(' ago')
  const distance = spanToMs(due.replace(/^in | ago$/g, ''))
  return new Date(now.getTime() + (isPast ? -distance : distance))
}
