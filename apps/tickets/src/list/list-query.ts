import {
  ticketPrioritySchema,
  ticketSortSchema,
  ticketStatusSchema,
  ticketViewSchema,
} from '@askdesk/contracts'
import { z } from 'zod'
import { parseInput } from '../parse.ts'
import type { TicketQuery } from './ticket-query.ts'

const largestPage = 200
const defaultPage = 50
const mostValues = 50

const severalAllowed = new Set<string>(['status', 'priority', 'assignee', 'tag'])

const several = <T>(schema: z.ZodType<T>) => z.array(schema).max(mostValues).default([])

const querySchema = z.strictObject({
  view: ticketViewSchema.default('all'),
  status: several(ticketStatusSchema),
  priority: several(ticketPrioritySchema),
  assignee: several(z.string().max(120)),
  tag: several(z.string().max(40)),
  q: z.string().max(200).default(''),
  sort: ticketSortSchema.default('updated_desc'),
  cursor: z.string().max(2000).optional(),
  limit: z
    .string()
    .default(String(defaultPage))
    .refine((text) => /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= largestPage, {
      error: `must be a whole number from 1 to ${largestPage}`,
    })
    .transform(Number),
})

/**
 * The query of `GET /api/tickets`. An empty parameter counts as absent; several values come
 * separated by commas or as a repeated parameter. `assignee` understands `me` and `unassigned`.
 *
 * @throws InvalidRequestError that names every wrong parameter.
 */
export function parseListQuery(raw: Record<string, unknown>, currentAgent: string): TicketQuery {
  const query = parseInput(querySchema, tidy(raw), 'The query')
  return {
    view: query.view,
    statuses: query.status,
    priorities: query.priority,
    assignees: query.assignee
      .filter((name) => name !== 'unassigned')
      .map((name) => (name === 'me' ? currentAgent : name)),
    unassigned: query.assignee.includes('unassigned'),
    tags: query.tag,
    search: query.q,
    sort: query.sort,
    cursor: query.cursor,
    limit: query.limit,
  }
}

function tidy(raw: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(raw).map(([name, value]) => {
    const values = [value].flat().map((entry) => String(entry).trim())
    const given = severalAllowed.has(name) ? values.flatMap((entry) => entry.split(',')) : values
    const filled = given.map((entry) => entry.trim()).filter((entry) => entry !== '')
    if (filled.length === 0) return undefined
    if (severalAllowed.has(name)) return [name, filled] as const
    // A parameter given twice stays a list, which its schema refuses by name.
    return [name, filled.length === 1 ? filled[0] : filled] as const
  })
  return Object.fromEntries(entries.filter((entry) => entry !== undefined))
}
