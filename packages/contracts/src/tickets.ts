import { z } from 'zod'
import { apiErrorSchema } from './errors.ts'
import { openWordSchema } from './open-word.ts'
import { facetAgentSchema } from './people.ts'

export const ticketStatuses = ['open', 'pending', 'solved', 'closed'] as const
export const ticketStatusSchema = z.enum(ticketStatuses)
export type TicketStatus = z.infer<typeof ticketStatusSchema>

export const ticketPriorities = ['low', 'normal', 'high', 'urgent'] as const
export const ticketPrioritySchema = z.enum(ticketPriorities)
export type TicketPriority = z.infer<typeof ticketPrioritySchema>

export const messageKinds = ['customer', 'agent', 'note', 'system'] as const
export const messageKindSchema = z.enum(messageKinds)
export type MessageKind = z.infer<typeof messageKindSchema>

/**
 * One entry of a ticket's thread. `provenance` says which model wrote a text that an agent sent.
 * `provenanceIs`: the ledger confirms it, or only the program that sent the text says so.
 */
export const ticketMessageSchema = z.object({
  id: z.number().int(),
  author: z.string(),
  /** One of `messageKinds`, or a newer one. */
  kind: openWordSchema,
  body: z.string(),
  createdAt: z.iso.datetime(),
  provenance: z.string().nullable().optional(),
  provenanceIs: z.enum(['verified', 'claimed']).nullable().optional().catch(undefined),
})
export type TicketMessage = z.infer<typeof ticketMessageSchema>

export const ticketSummarySchema = z.object({
  id: z.number().int(),
  subject: z.string(),
  /** One of `ticketStatuses`, or a newer one. */
  status: openWordSchema,
  /** One of `ticketPriorities`, or a newer one. */
  priority: openWordSchema,
  assignee: z.string().nullable(),
  requester: z.object({ name: z.string(), email: z.string() }),
  tags: z.array(z.string()),
  channel: z.string(),
  language: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  dueAt: z.iso.datetime().nullable(),
  version: z.number().int(),
})
/** A row of the list. Times are ISO 8601 in UTC, `language` is a BCP 47 tag, ids are shown as `#1042`. */
export type TicketSummary = z.infer<typeof ticketSummarySchema>

export const ticketSchema = ticketSummarySchema.extend({ messages: z.array(ticketMessageSchema) })
/** A ticket with its thread, oldest message first. */
export type Ticket = z.infer<typeof ticketSchema>

export const ticketViews = [
  'open',
  'mine',
  'unassigned',
  'overdue',
  'pending',
  'solved',
  'all',
] as const
export const ticketViewSchema = z.enum(ticketViews)
/** A built-in view: `open` is every open ticket, `overdue` open or pending ones past their due time. */
export type TicketView = z.infer<typeof ticketViewSchema>

export const ticketSorts = [
  'updated_desc',
  'updated_asc',
  'created_desc',
  'created_asc',
  'due_asc',
  'due_desc',
  'priority_desc',
  'priority_asc',
  'id_desc',
  'id_asc',
] as const
export const ticketSortSchema = z.enum(ticketSorts)
export type TicketSort = z.infer<typeof ticketSortSchema>

/** Answer of `GET /api/tickets`. `total` counts every match, `nextCursor` is null on the last page. */
export const ticketListSchema = z.object({
  tickets: z.array(ticketSummarySchema),
  nextCursor: z.string().nullable(),
  total: z.number().int(),
})
export type TicketList = z.infer<typeof ticketListSchema>

/** Answer of `GET /api/tickets/counts`: a number for each view. */
export const ticketCountsSchema = z.record(ticketViewSchema, z.number().int())
export type TicketCounts = z.infer<typeof ticketCountsSchema>

export const mostTags = 20
const tagListSchema = z.array(z.string().trim().min(1).max(40)).max(mostTags)
const tagEditSchema = z.strictObject({
  add: tagListSchema.optional(),
  remove: tagListSchema.optional(),
})
/** Tags to add and to take away: meets no conflict with what others do to the list. */
export type TagEdit = z.infer<typeof tagEditSchema>

/**
 * Body of `PATCH /api/tickets/:id`; `version` is the one the change was made against. Answered with
 * 409 only where a field that is set was changed since. `tags` replaces the list, or edits it.
 */
export const ticketPatchSchema = z
  .object({
    subject: z.string().trim().min(1).max(300),
    status: ticketStatusSchema,
    priority: ticketPrioritySchema,
    assignee: z.string().trim().min(1).max(120).nullable(),
    tags: z.union([tagListSchema, tagEditSchema]),
    dueAt: z.iso.datetime().nullable(),
    version: z.number().int(),
  })
  .partial()
export type TicketPatch = z.infer<typeof ticketPatchSchema>

export const newMessageSchema = z.object({
  kind: z.enum(['agent', 'note']),
  body: z.string().trim().min(1).max(20_000),
  provenance: z.string().trim().min(1).max(200).nullable().optional(),
  /** The reply that `provenance` speaks of, by which the ledger can confirm it. */
  traceId: z.string().min(1).max(128).optional(),
  status: ticketStatusSchema.optional(),
  version: z.number().int().optional(),
})
/**
 * Body of `POST /api/tickets/:id/messages`: a public reply or an internal note. `status` is what
 * the ticket becomes with it ("send as pending"). With `version`, the answer is 409 when the ticket
 * was changed since.
 */
export type NewMessage = z.infer<typeof newMessageSchema>

/**
 * Answer of `GET /api/tickets/facets`: what the list can be filtered by, and who acts. `assignees`
 * are all names that tickets may bear, `agents` those that a ticket can be given to, save disabled
 * ones; a service of before has no `agents`.
 */
export const ticketFacetsSchema = z.object({
  assignees: z.array(z.string()),
  agents: z.array(facetAgentSchema).default([]),
  tags: z.array(z.string()),
  currentAgent: z.string(),
})
export type TicketFacets = z.infer<typeof ticketFacetsSchema>

/** Body of a 409: why, and the ticket as it is now. */
export const ticketConflictSchema = z.object({ error: apiErrorSchema, ticket: ticketSchema })
export type TicketConflict = z.infer<typeof ticketConflictSchema>
