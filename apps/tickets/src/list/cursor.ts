import { createHash } from 'node:crypto'
import { ticketSortSchema } from '@askdesk/contracts'
import { z } from 'zod'
import { InvalidRequestError } from '../errors.ts'
import { sortOrders, type SortableRow } from './ticket-sort.ts'
import type { TicketFilter, TicketQuery } from './ticket-query.ts'

const cursorSchema = z.strictObject({
  sort: ticketSortSchema,
  filter: z.string(),
  keys: z.array(z.union([z.string(), z.number()])),
})

/**
 * Keyset cursor: the sort keys of the last row, so that a page begins behind them whatever was added
 * or removed before. Good for this sort and these filters only.
 */
export function writeCursor(query: TicketQuery, row: SortableRow): string {
  const keys = sortOrders[query.sort].columns.map(({ read }) => read(row))
  const cursor = { sort: query.sort, filter: fingerprint(query), keys }
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

/** The keys of a cursor that was given out for this query, or an error that says what to do. */
export function readCursor(query: TicketQuery, text: string): (string | number)[] {
  const cursor = decode(text)
  if (cursor === undefined) throw refuse('is not one that this service gave out')
  if (cursor.sort !== query.sort) {
    throw refuse(`belongs to the sort ${cursor.sort}, not to ${query.sort}`)
  }
  if (cursor.filter !== fingerprint(query)) throw refuse('belongs to a list with other filters')
  const schemas = sortOrders[query.sort].columns.map(({ schema }) => schema)
  const fits =
    cursor.keys.length === schemas.length &&
    schemas.every((schema, at) => schema.safeParse(cursor.keys[at]).success)
  if (!fits) throw refuse('is not one that this service gave out')
  return cursor.keys
}

function decode(text: string): z.infer<typeof cursorSchema> | undefined {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch {
    return undefined
  }
}

function refuse(what: string): InvalidRequestError {
  return new InvalidRequestError(
    `The cursor ${what}. Leave cursor out to start again at the first page.`,
  )
}

function fingerprint(filter: TicketFilter): string {
  const { view, statuses, priorities, assignees, unassigned, tags, search } = filter
  // Sorted: the order in which a filter's values are named makes no other list.
  const parts = [
    view,
    statuses.toSorted(),
    priorities.toSorted(),
    assignees.toSorted(),
    unassigned,
    tags.toSorted(),
    search,
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 12)
}
