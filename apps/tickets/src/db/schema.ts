import {
  messageKinds,
  ticketPriorities,
  ticketStatuses,
  type TicketMessage,
} from '@askdesk/contracts'
import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgEnum, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { moment } from './moment.ts'

export { agents } from './agents-table.ts'
export { usageLedger } from './ledger-table.ts'

// An enum sorts in the order it is declared: `priority` needs no rank column to be sorted by.
export const ticketStatusEnum = pgEnum('ticket_status', ticketStatuses)
export const ticketPriorityEnum = pgEnum('ticket_priority', ticketPriorities)
export const messageKindEnum = pgEnum('message_kind', messageKinds)

/** Fields that a person can change, and `message` for whatever somebody wrote. */
export type VersionedField =
  | 'subject'
  | 'status'
  | 'priority'
  | 'assignee'
  | 'tags'
  | 'dueAt'
  | 'message'
export type FieldVersions = Partial<Record<VersionedField, number>>

/** Where the ids of new tickets start. */
export const firstTicketId = 1001

/**
 * One row a ticket. `version` counts every change, messages included. `searchText` is the folded
 * text that the search reads (see `fold.ts`); whoever writes subject, requester or tags writes it too.
 */
export const tickets = pgTable(
  'tickets',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity({ startWith: firstTicketId }),
    subject: text('subject').notNull(),
    status: ticketStatusEnum('status').notNull().default('open'),
    priority: ticketPriorityEnum('priority').notNull().default('normal'),
    assignee: text('assignee'),
    requesterName: text('requester_name').notNull(),
    requesterEmail: text('requester_email').notNull(),
    tags: text('tags').array().notNull().default([]),
    channel: text('channel').notNull(),
    language: text('language').notNull(),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
    dueAt: moment('due_at'),
    version: integer('version').notNull().default(1),
    /** The version that each field last changed at; a field that is not in it never did. */
    fieldVersions: jsonb('field_versions').$type<FieldVersions>().notNull().default({}),
    searchText: text('search_text').notNull(),
  },
  (table) => [
    // One index for each sort, read forwards or backwards (see `ticket-sort.ts`).
    index('tickets_by_updated').on(table.updatedAt, table.id),
    index('tickets_by_created').on(table.createdAt, table.id),
    index('tickets_by_due').on(sql`coalesce(${table.dueAt}, 'infinity'::timestamptz)`, table.id),
    index('tickets_by_due_latest').on(
      sql`coalesce(${table.dueAt}, '-infinity'::timestamptz)`,
      table.id,
    ),
    index('tickets_by_priority').on(table.priority, table.updatedAt, table.id),
    // The filters that single out a few rows.
    index('tickets_by_status').on(table.status, table.updatedAt, table.id),
    index('tickets_by_assignee').on(table.assignee, table.status),
    index('tickets_by_tag').using('gin', table.tags),
  ],
)

/**
 * One row an entry of a thread. `provenance` names the model whose text an agent sent, as far as the
 * client says (`claimed`) or the ledger confirms (`verified`).
 */
export const messages = pgTable(
  'messages',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id, { onDelete: 'cascade' }),
    author: text('author').notNull(),
    kind: messageKindEnum('kind').notNull(),
    body: text('body').notNull(),
    createdAt: moment('created_at').notNull(),
    provenance: text('provenance'),
    provenanceIs: text('provenance_is').$type<NonNullable<TicketMessage['provenanceIs']>>(),
    searchText: text('search_text').notNull(),
    /** Made with the draft: the same text sent twice is one message. */
    idempotencyKey: text('idempotency_key'),
  },
  (table) => [
    uniqueIndex('messages_by_idempotency_key')
      .on(table.ticketId, table.author, table.idempotencyKey)
      .where(sql`${table.idempotencyKey} is not null`),
    index('messages_by_ticket').on(table.ticketId, table.createdAt, table.id),
    index('messages_by_author').on(table.kind, table.author),
  ],
)

export type TicketRow = typeof tickets.$inferSelect
export type MessageRow = typeof messages.$inferSelect
