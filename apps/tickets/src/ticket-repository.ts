import type {
  NewMessage,
  Ticket,
  TicketCounts,
  TicketFacets,
  TicketList,
  TicketView,
} from '@askdesk/contracts'
import { and, inArray, isNotNull, sql } from 'drizzle-orm'
import { readCursor, writeCursor } from './list/cursor.ts'
import type { TicketDatabase } from './db/database.ts'
import type { KnownReply, Ledger } from './ledger/ledger.ts'
import type { Agents } from './people/agents.ts'
import { messages, tickets } from './db/schema.ts'
import { createTurns, type Turns } from './db/turns.ts'
import { findTicket } from './find-ticket.ts'
import { changeTicket, type ChangeResult, type TicketChanges } from './ticket-changes.ts'
import { filterCondition, viewCondition } from './list/ticket-filter.ts'
import type { TicketQuery } from './list/ticket-query.ts'
import { summaryColumns, toSummary } from './ticket-rows.ts'
import { comesAfter, orderBy, sortOrders } from './list/ticket-sort.ts'

/** All that the service does with tickets. */
export type TicketRepository = {
  /** The agent that `me` means, and that changes are noted as. */
  currentAgent: string
  /** The same tickets, as another agent sees and changes them. */
  as: (agent: string) => TicketRepository
  /** One page. @throws InvalidRequestError for a cursor of another list. */
  list: (query: TicketQuery) => Promise<TicketList>
  counts: () => Promise<TicketCounts>
  facets: () => Promise<TicketFacets>
  find: (id: number) => Promise<Ticket | undefined>
  /** Changes fields, if none of them was changed since `version`. */
  change: (id: number, version: number, changes: TicketChanges) => Promise<ChangeResult>
  /** Adds a reply or a note of the current agent; with a version, only if nobody wrote since. The same key twice is one message. */
  addMessage: (
    id: number,
    message: NewMessage & { idempotencyKey?: string | undefined },
  ) => Promise<ChangeResult>
  /** Fails when the database does not answer. */
  ping: () => Promise<void>
}

type Options = {
  database: TicketDatabase
  currentAgent: string
  agents: Pick<Agents, 'forPickers' | 'requireAssignable'>
  ledger: Pick<Ledger, 'find'>
  /** Searches that may have the database at a time. @default 1 */
  searchesAtOnce?: number
  now?: () => Date
}

/** How long a search waits for others, in milliseconds. */
const searchWait = 10_000

/** The tickets in a database, as the agent `currentAgent` sees and changes them. */
export function createTicketRepository(options: Options): TicketRepository {
  const turns = createTurns({ size: options.searchesAtOnce ?? 1, waitLimitMs: searchWait })
  return repositoryOf({ ...options, turns })
}

function repositoryOf(options: Options & { turns: Turns }): TicketRepository {
  const { database, currentAgent, agents: people, ledger, turns, now = () => new Date() } = options
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

  const repository: TicketRepository = {
    currentAgent,
    as: (agent) =>
      agent === currentAgent ? repository : repositoryOf({ ...options, currentAgent: agent }),

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
      // Counts every author as an agent, with or without a ticket at the moment.
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
        agents: await people.forPickers(currentAgent),
        tags: sortNames(tags.map(({ tag }) => tag)),
        currentAgent,
      }
    },

    find: (id) => findTicket(database, id),

    async change(id, version, changes) {
      if (changes.assignee) await people.requireAssignable(changes.assignee)
      const message = undefined
      return changeTicket({ database, currentAgent, at: now(), id, version, changes, message })
    },

    async addMessage(id, { status, version, provenance, traceId, idempotencyKey, ...message }) {
      const reply = traceId === undefined ? undefined : await ledger.find(traceId)
      return changeTicket({
        database,
        currentAgent,
        at: now(),
        id,
        version,
        changes: status === undefined ? {} : { status },
        message: {
          ...message,
          ...originOf(provenance ?? null, reply),
          idempotencyKey: idempotencyKey ?? null,
        },
      })
    },

    async ping() {
      await database.execute(sql`select 1`)
    },
  }
  return repository
}

/**
 * Names the author of a text that an agent sends. Takes the ledger's facts of the reply over the page's.
 */
function originOf(claimed: string | null, reply: KnownReply | undefined) {
  if (reply === undefined) {
    return { provenance: claimed, provenanceIs: claimed === null ? null : ('claimed' as const) }
  }
  const provenance = claimed?.includes(reply.model) ? claimed : `${reply.provider} · ${reply.model}`
  return { provenance, provenanceIs: 'verified' as const }
}

function sortNames(names: string[]): string[] {
  return [...new Set(names)].toSorted((left, right) => left.localeCompare(right, 'en'))
}
