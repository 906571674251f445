import { ticketPrioritySchema, type TicketSort } from '@askdesk/contracts'
import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { tickets, type TicketRow } from '../db/schema.ts'

type CursorKey = string | number
/** Content of a keyset cursor. */
export type SortableRow = Pick<TicketRow, 'id' | 'updatedAt' | 'createdAt' | 'dueAt' | 'priority'>

/**
 * One thing that a list is ordered by. `read` and `bind` are the way of a row's value into a cursor
 * and of the cursor's value back into SQL; `schema` checks it on that way, for a cursor comes from
 * outside.
 */
type SortColumn = {
  expression: SQL
  read: (row: SortableRow) => CursorKey
  schema: z.ZodType<CursorKey>
  bind: (key: CursorKey) => SQL
}

/** An order, the same direction for all its columns, so that one row comparison says "after this". */
export type SortOrder = { descending: boolean; columns: SortColumn[] }

const timeSchema = z.iso
  .datetime({ precision: 3 })
  .refine((text) => !text.startsWith('0000'), { error: 'the database knows no year 0' })
const bindTime = (key: CursorKey) => sql`${key}::timestamptz`

const id: SortColumn = {
  expression: sql`${tickets.id}`,
  read: (row) => row.id,
  schema: z.int32(),
  bind: (key) => sql`${key}::integer`,
}
const updated: SortColumn = {
  expression: sql`${tickets.updatedAt}`,
  read: (row) => row.updatedAt.toISOString(),
  schema: timeSchema,
  bind: bindTime,
}
const created: SortColumn = {
  expression: sql`${tickets.createdAt}`,
  read: (row) => row.createdAt.toISOString(),
  schema: timeSchema,
  bind: bindTime,
}
const priority: SortColumn = {
  expression: sql`${tickets.priority}`,
  read: (row) => row.priority,
  schema: ticketPrioritySchema,
  bind: (key) => sql`${key}::ticket_priority`,
}

/** Tickets without a due time come last in both directions: null stands for the far end. */
function due(end: 'infinity' | '-infinity'): SortColumn {
  return {
    expression: sql`coalesce(${tickets.dueAt}, ${sql.raw(`'${end}'::timestamptz`)})`,
    read: (row) => row.dueAt?.toISOString() ?? end,
    schema: z.union([z.literal(end), timeSchema]),
    bind: bindTime,
  }
}

/** Equal keys are settled by the id; within a priority the latest news come first (or last). */
export const sortOrders: Record<TicketSort, SortOrder> = {
  updated_desc: { descending: true, columns: [updated, id] },
  updated_asc: { descending: false, columns: [updated, id] },
  created_desc: { descending: true, columns: [created, id] },
  created_asc: { descending: false, columns: [created, id] },
  due_asc: { descending: false, columns: [due('infinity'), id] },
  due_desc: { descending: true, columns: [due('-infinity'), id] },
  priority_desc: { descending: true, columns: [priority, updated, id] },
  priority_asc: { descending: false, columns: [priority, updated, id] },
  id_desc: { descending: true, columns: [id] },
  id_asc: { descending: false, columns: [id] },
}

/** The `order by` of an order. */
export function orderBy({ descending, columns }: SortOrder): SQL[] {
  return columns.map(({ expression }) =>
    descending ? sql`${expression} desc` : sql`${expression} asc`,
  )
}

/** The rows that come after a cursor's keys. */
export function comesAfter({ descending, columns }: SortOrder, keys: CursorKey[]): SQL {
  const left = sql.join(
    columns.map(({ expression }) => expression),
    sql`, `,
  )
  const right = sql.join(
    columns.map(({ bind }, at) => bind(keys[at] ?? '')),
    sql`, `,
  )
  return descending ? sql`(${left}) < (${right})` : sql`(${left}) > (${right})`
}
