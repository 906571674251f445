import { isDeepStrictEqual } from 'node:util'
import { mostTags, type NewMessage, type Ticket, type TicketPatch } from '@askdesk/contracts'
import { and, eq } from 'drizzle-orm'
import { describeChange } from './change-entry.ts'
import type { TicketDatabase } from './db/database.ts'
import {
  messages,
  tickets,
  type MessageRow,
  type TicketRow,
  type VersionedField,
} from './db/schema.ts'
import { InvalidRequestError } from './errors.ts'
import { findTicket } from './find-ticket.ts'
import { searchTextOf, spokenTextOf } from './ticket-text.ts'

export type TicketChanges = Omit<TicketPatch, 'version'>

/**
 * Outcome of a change. A conflict carries the ticket as it is now; `reused` is an idempotency key
 * that another text was sent with before.
 */
export type ChangeResult =
  | { outcome: 'changed'; ticket: Ticket }
  | { outcome: 'reused' }
  | { outcome: 'conflict'; ticket: Ticket }
  | { outcome: 'missing' }

type NewEntry = Pick<NewMessage, 'kind' | 'body'> &
  Pick<MessageRow, 'provenance' | 'provenanceIs' | 'idempotencyKey'>

type Change = {
  database: TicketDatabase
  currentAgent: string
  at: Date
  id: number
  /** Optimistic locking: the version that was changed; undefined when any will do. */
  version: number | undefined
  changes: TicketChanges
  message: NewEntry | undefined
}

/**
 * Changes a ticket and adds to its thread in one transaction. The row is locked first: of several
 * changes of one field against one version exactly one is made.
 */
export async function changeTicket(change: Change): Promise<ChangeResult> {
  const { id, message } = change
  return change.database.transaction(async (transaction): Promise<ChangeResult> => {
    const [before] = await transaction
      .select()
      .from(tickets)
      .where(eq(tickets.id, id))
      .for('update')
    if (before === undefined) return { outcome: 'missing' }
    const sent = await findSent(transaction, change)
    if (sent !== undefined && !isSameText(sent, message)) return { outcome: 'reused' }
    const isStale = sent === undefined && meetsOthers(change, before)
    if (sent === undefined && !isStale) {
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

/** Idempotent replay: the message that this key made before; its answer was lost on the way. */
async function findSent(
  database: TicketDatabase,
  { id, currentAgent, message }: Change,
): Promise<Pick<MessageRow, 'kind' | 'body'> | undefined> {
  if (!message?.idempotencyKey) return undefined
  const [sent] = await database
    .select({ kind: messages.kind, body: messages.body })
    .from(messages)
    .where(
      and(
        eq(messages.ticketId, id),
        eq(messages.author, currentAgent),
        eq(messages.idempotencyKey, message.idempotencyKey),
      ),
    )
  return sent
}

function isSameText(sent: Pick<MessageRow, 'kind' | 'body'>, message: NewEntry | undefined) {
  return sent.kind === message?.kind && sent.body === message.body
}

/**
 * Whether a field that is set was changed since the version that the change was made against, or,
 * for a message, whether somebody wrote since. Edits of the tags go with each other's.
 */
function meetsOthers({ version, changes, message }: Change, before: TicketRow): boolean {
  if (version === undefined || version === before.version) return false
  // Nobody has read a version that is still to come.
  if (version > before.version) return true
  const set: VersionedField[] = versionedFields.filter((field) =>
    field === 'tags' ? Array.isArray(changes.tags) : changes[field] !== undefined,
  )
  if (message !== undefined) set.push('message')
  return set.some((field) => (before.fieldVersions[field] ?? 0) > version)
}

const versionedFields = ['subject', 'status', 'priority', 'assignee', 'tags', 'dueAt'] as const

function applyChanges(before: TicketRow, changes: TicketChanges): TicketRow {
  const { subject, status, priority, assignee, tags, dueAt } = changes
  const after = {
    ...before,
    subject: subject ?? before.subject,
    status: status ?? before.status,
    priority: priority ?? before.priority,
    assignee: assignee === undefined ? before.assignee : assignee,
    tags: applyTags(before.tags, tags),
    dueAt: dueAt === undefined ? before.dueAt : toDate(dueAt),
  }
  return { ...after, searchText: searchTextOf(after) }
}

/** @throws InvalidRequestError where a ticket would have more tags than it may. */
function applyTags(before: string[], tags: TicketChanges['tags']): string[] {
  if (tags === undefined) return before
  if (Array.isArray(tags)) return [...new Set(tags)]
  const kept = before.filter((tag) => !tags.remove?.includes(tag))
  const after = [...new Set([...kept, ...(tags.add ?? [])])]
  if (after.length > mostTags && after.length > before.length) {
    throw new InvalidRequestError(
      `tags: the ticket would have ${after.length} tags, at most ${mostTags} are possible. Remove some first.`,
    )
  }
  return after
}

const toDate = (text: string | null) => (text === null ? null : new Date(text))

async function write(
  transaction: TicketDatabase,
  { currentAgent, at, message }: Change,
  before: TicketRow,
  after: TicketRow,
): Promise<void> {
  const { id, ...columns } = after
  const version = before.version + 1
  const changed: VersionedField[] = versionedFields.filter(
    (field) => !isDeepStrictEqual(before[field], after[field]),
  )
  if (message !== undefined) changed.push('message')
  const fieldVersions = { ...before.fieldVersions }
  for (const field of changed) fieldVersions[field] = version
  await transaction
    .update(tickets)
    .set({ ...columns, updatedAt: at, version, fieldVersions })
    .where(eq(tickets.id, id))
  const entry = describeChange(currentAgent, before, after)
  const additions = [
    ...(message === undefined ? [] : [message]),
    ...(entry === undefined
      ? []
      : [
          {
            kind: 'system' as const,
            body: entry,
            provenance: null,
            provenanceIs: null,
            idempotencyKey: null,
          },
        ]),
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
