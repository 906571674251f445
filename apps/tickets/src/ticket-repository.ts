import type {
  NewMessage,
  Ticket,
  TicketCounts,
  TicketFacets,
  TicketList,
  TicketView,
} from '@askdesk/contracts'
import { and, inArray, isNotNull, sql } from 'drizzle-orm'
import { readCursor, writeCursor } from './cursor.ts'
import type { TicketDatabase } from './db/database.ts'
import { messages, tickets } from './db/schema.ts'
import { createTurns } from './db/turns.ts'
import { findTicket } from './find-ticket.ts'
import { changeTicket, type ChangeResult, type TicketChanges } from './ticket-changes.ts'
import { filterCondition, viewCondition } from './ticket-filter.ts'
import type { TicketQuery } from './ticket-query.ts'
import { summaryColumns, toSummary } from './ticket-rows.ts'
import { comesAfter, orderBy, sortOrders } from './ticket-sort.ts'

/** All that the service does with its database. */
export type TicketRepository = {
  currentAgent: string
  /** One page. @throws InvalidRequestError for a cursor of another list. */
  list: (query: TicketQuery) => Promise<TicketList>
  counts: () => Promise<TicketCounts>
  facets: () => Promise<TicketFacets>
  find: (id: number) => Promise<Ticket | undefined>
  /** Changes fields, if the ticket still is at `version`. */
  change: (id: number, version: number, changes: TicketChanges) => Promise<ChangeResult>
  /** Adds a reply or a note of the current agent; with a version, only if the ticket still has it. */
  addMessage: (id: number, message: NewMessage) => Promise<ChangeResult>
  /** Fails when the database does not answer. */
  ping: () => Promise<void>
}

type Options = {
  database: TicketDatabase
  currentAgent: string
  /** Searches that may have the database at a time. @default 1 */
  searchesAtOnce?: number
  now?: () => Date
}

/** How long a search waits for others, in milliseconds. */
const searchWait = 10_000

/** The tickets in a database, as the agent `currentAgent` sees and changes them. */
export function createTicketRepository(options: Options): TicketRepository {
  const { database, currentAgent, now = () => new Date() } = options
  const turns = createTurns({ size: options.searchesAtOnce ?? 1, waitLimitMs: searchWait })
  const viewer = () => ({ currentAgent, now: now() })

  async function listPage(query: TicketQuery): Promise<TicketList> {
    const order = sortOrders[query.sort]
    const matches = filterCondition(query, viewer())
    const start =
      query.cursor === undefined ? undefined : comesAfter(order, readCursor(query, query.cursor))
    const rows = await database
      .select(summaryColumns)
      .from(tickets)
      .where(and(matches, start))
      .orderBy(...orderBy(order))
      // One more than asked for tells whether another page follows.
      .limit(query.limit + 1)
    const page = rows.slice(0, query.limit)
    const last = page.at(-1)
    return {
      tickets: page.map(toSummary),
      nextCursor: rows.length > query.limit && last ? writeCursor(query, last) : null,
      total: await database.$count(tickets, matches),
    }
  }

  return {
    currentAgent,

    async list(query) {
      if (query.search === '') return listPage(query)
      const giveBack = await turns.take()
      return listPage(query).finally(giveBack)
    },

    async counts() {
      const who = viewer()
      const count = (view: TicketView) =>
        sql<number>`(count(*) filter (where ${viewCondition(view, who)}))::int`
      const [row] = await database
        .select({
          open: count('open'),
          mine: count('mine'),
          unassigned: count('unassigned'),
          overdue: count('overdue'),
          pending: count('pending'),
          solved: count('solved'),
          all: count('all'),
        })
        .from(tickets)
      return row ?? { open: 0, mine: 0, unassigned: 0, overdue: 0, pending: 0, solved: 0, all: 0 }
    },

    async facets() {
      const owners = database
        .selectDistinct({ name: sql<string>`${tickets.assignee}` })
        .from(tickets)
        .where(isNotNull(tickets.assignee))
      // Whoever wrote once is an agent, with or without a ticket at the moment.
      const writers = database
        .selectDistinct({ name: sql<string>`${messages.author}` })
        .from(messages)
        .where(inArray(messages.kind, ['agent', 'note']))
      const agents = await owners.union(writers)
      const tags = await database
        .selectDistinct({ tag: sql<string>`unnest(${tickets.tags})` })
        .from(tickets)
      return {
        assignees: sortNames([currentAgent, ...agents.map(({ name }) => name)]),
        tags: sortNames(tags.map(({ tag }) => tag)),
        currentAgent,
      }
    },

    find: (id) => findTicket(database, id),

    change: (id, version, changes) =>
      changeTicket({ database, currentAgent, at: now(), id, version, changes, message: undefined }),

    addMessage: (id, { status, version, ...message }) =>
      changeTicket({
        database,
        currentAgent,
        at: now(),
        id,
        version,
        changes: status === undefined ? {} : { status },
        message,
      }),

    async ping() {
      await database.execute(sql`select 1`)
    },
  }
}

function sortNames(names: string[]): string[] {
  return [...new Set(names)].toSorted((left, right) => left.localeCompare(right, 'en'))
}
