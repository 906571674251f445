import type { TicketView } from '@askdesk/contracts'
import { and, arrayOverlaps, eq, inArray, isNull, like, lt, or, sql, type SQL } from 'drizzle-orm'
import { alias, QueryBuilder } from 'drizzle-orm/pg-core'
import { messages, tickets } from '../db/schema.ts'
import { fold } from './fold.ts'
import type { TicketFilter } from './ticket-query.ts'

const largestId = 2_147_483_647
const everything = sql`true`
const namedTickets = alias(tickets, 'named')

/** The asker and the time, on which `mine` and `overdue` depend. */
export type Viewer = { currentAgent: string; now: Date }

/** The rows that a filter lets through. */
export function filterCondition(filter: TicketFilter, viewer: Viewer): SQL {
  const owners = [
    ...(filter.assignees.length > 0 ? [inArray(tickets.assignee, filter.assignees)] : []),
    ...(filter.unassigned ? [isNull(tickets.assignee)] : []),
  ]
  return (
    and(
      viewCondition(filter.view, viewer),
      filter.statuses.length > 0 ? inArray(tickets.status, filter.statuses) : undefined,
      filter.priorities.length > 0 ? inArray(tickets.priority, filter.priorities) : undefined,
      or(...owners),
      filter.tags.length > 0 ? arrayOverlaps(tickets.tags, filter.tags) : undefined,
      ...words(filter.search).map(wordCondition),
    ) ?? everything
  )
}

/** The rows of a built-in view. */
export function viewCondition(view: TicketView, { currentAgent, now }: Viewer): SQL {
  const active = inArray(tickets.status, ['open', 'pending'])
  switch (view) {
    case 'open':
    case 'pending':
    case 'solved':
      return eq(tickets.status, view)
    case 'mine':
      return sql`(${active} and ${eq(tickets.assignee, currentAgent)})`
    case 'unassigned':
      return sql`(${active} and ${isNull(tickets.assignee)})`
    case 'overdue':
      return sql`(${active} and ${lt(tickets.dueAt, now)})`
    case 'all':
      return everything
    default:
      return view satisfies never
  }
}

/** More narrow a search no further, and each costs a look into every index. */
const mostWords = 8

/** The words of a search, and its phrases in quotation marks, which are found as they stand. */
function words(search: string): string[] {
  const found = fold(search).matchAll(/(?<!\S)"([^"]+)"[,;.:!?]*(?!\S)|\S+/g)
  const asked = [...found].map(
    ([word, phrase]) => phrase?.trim().replace(/\s+/g, ' ') ?? bare(word),
  )
  return [...new Set(asked.filter(Boolean))].slice(0, mostWords)
}

/** Without the sentence around it, unless nothing else is there: `#1035,`, `(refund)`, `"unfinished`. */
function bare(word: string): string {
  return word.replace(/^["'([{<]+/, '').replace(/[)\]}>"',;.:!?]{1,20}$/, '') || word
}

/**
 * A word may stand anywhere: id, subject, requester, tags, or any message, internal notes included
 * (only agents search). Every word of a search must be found, each in its own place.
 */
function wordCondition(word: string): SQL | undefined {
  const [, hash, digits] = /^(#?)(\d{1,10})$/.exec(word) ?? []
  const id = digits === undefined ? undefined : Number(digits)
  const hasId = id === undefined || id > largestId ? undefined : eq(tickets.id, id)
  // `#1042` is that ticket and not the ones that speak of it.
  if (hash === '#' && hasId !== undefined) return hasId
  const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
  // A union and not an `or`: each half has an index of its own, which an `or` over both could not use.
  const named = new QueryBuilder()
    .select({ id: namedTickets.id })
    .from(namedTickets)
    .where(or(like(namedTickets.searchText, pattern), hasId && eq(namedTickets.id, id ?? 0)))
  const spoken = new QueryBuilder()
    .select({ id: messages.ticketId })
    .from(messages)
    .where(like(messages.searchText, pattern))
  return inArray(tickets.id, sql`(${named} union all ${spoken})`)
}
