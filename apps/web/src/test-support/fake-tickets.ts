import {
  type NewMessage,
  newMessageSchema,
  type Ticket,
  type TicketPatch,
  ticketPatchSchema,
  type TicketSummary,
} from '@askdesk/contracts'
import { withTags } from '../features/tickets/ticket-edit.ts'

/** A ticket with a short thread; fields as given, the rest plausible. */
export function aTicket(fields: Partial<Ticket> & { id: number }): Ticket {
  return {
    subject: `Subject of ${fields.id}`,
    status: 'open',
    priority: 'normal',
    assignee: null,
    requester: { name: 'Ana Costa', email: 'ana@customer.example' },
    tags: ['billing'],
    channel: 'email',
    language: 'en',
    createdAt: '2026-11-20T08:00:00.000Z',
    updatedAt: '2026-11-22T08:00:00.000Z',
    dueAt: null,
    version: 1,
    messages: [
      {
        id: fields.id * 10,
        author: 'Ana Costa',
        kind: 'customer',
        body: 'My invoice is wrong, see https://shop.example/invoice.',
        createdAt: '2026-11-20T08:00:00.000Z',
      },
    ],
    ...fields,
  }
}

export type SentRequest = { method: string; path: string; query: URLSearchParams; body: unknown }

export type FakeTickets = {
  /** Every request, in order. */
  sent: SentRequest[]
  /** Set to have every request answered with what it makes. */
  outage: (() => Response) | null
  /** Runs once, before the next answer to a message: it may lose the answer, or let it wait. */
  beforeAnswer: (() => Promise<void>) | null
  /** Somebody else changes a ticket. */
  change: (id: number, fields: Partial<Ticket>) => void
  ticket: (id: number) => Ticket | undefined
  fetch: typeof fetch
}

/**
 * The tickets API in memory, behind `fetch`: enough of it for the page's own behaviour. Nobody has to
 * sign in.
 */
export function fakeTickets(initial: Ticket[]): FakeTickets {
  const desk: Desk = {
    tickets: new Map(initial.map((ticket) => [ticket.id, ticket])),
    past: new Map(),
    keys: new Map(),
  }
  const sent: SentRequest[] = []
  const api: FakeTickets = {
    sent,
    outage: null,
    beforeAnswer: null,
    change(id: number, fields: Partial<Ticket>) {
      const ticket = desk.tickets.get(id)
      if (ticket) put(desk, { ...ticket, ...fields, version: ticket.version + 1 })
    },
    ticket: (id: number) => desk.tickets.get(id),
    fetch: async (input, init) => {
      const url = new URL(String(input), 'http://desk.example')
      const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
      const method = init?.method ?? 'GET'
      if (url.pathname === '/api/session') return Response.json({ required: false, signedIn: true })
      sent.push({ method, path: url.pathname, query: url.searchParams, body })
      if (api.outage) return api.outage()
      const key = new Headers(init?.headers).get('idempotency-key')
      const response = answer(desk, method, url, body, key)
      const { beforeAnswer } = api
      if (method === 'POST' && beforeAnswer !== null) {
        api.beforeAnswer = null
        await beforeAnswer()
      }
      return response
    },
  }
  return api
}

type Desk = {
  tickets: Map<number, Ticket>
  /** Tickets as they were, by id and version: a change is compared with what its sender saw. */
  past: Map<string, Ticket>
  /** Texts by idempotency key. */
  keys: Map<string, string>
}

function put({ tickets, past }: Desk, ticket: Ticket): void {
  const before = tickets.get(ticket.id)
  if (before) past.set(`${before.id}:${before.version}`, before)
  tickets.set(ticket.id, ticket)
}

/** Merges by field: only what was changed since the sender looked meets a conflict. */
function isConflict(desk: Desk, ticket: Ticket, change: NewMessage | TicketPatch): boolean {
  if (change.version === ticket.version) return false
  const seen = desk.past.get(`${ticket.id}:${change.version}`)
  if (seen === undefined) return true
  if ('kind' in change) return seen.messages.length !== ticket.messages.length
  const set = ticketPatchSchema.parse(change)
  const fields = ['status', 'priority', 'assignee', 'dueAt'] as const
  return fields.some((field) => set[field] !== undefined && seen[field] !== ticket[field])
}

function patched(ticket: Ticket, { tags, ...fields }: TicketPatch): Ticket {
  const edited = Array.isArray(tags) ? tags : withTags(ticket.tags, tags ?? {})
  // An undefined field is not in the JSON.
  return { ...ticket, ...(fields as Partial<Ticket>), tags: edited, version: ticket.version + 1 }
}

function answer(desk: Desk, method: string, url: URL, body: unknown, key: string | null): Response {
  const { tickets } = desk
  const all = [...tickets.values()]
  switch (url.pathname) {
    case '/api/tickets/counts':
      return Response.json({
        open: all.filter((ticket) => ticket.status === 'open').length,
        mine: 1,
        unassigned: 2,
        overdue: 0,
        pending: 0,
        solved: 0,
        all: all.length,
      })
    case '/api/tickets/facets':
      return Response.json({
        assignees: ['Dana Reyes', 'Maya Lindqvist'],
        tags: ['billing', 'refund'],
        currentAgent: 'Maya Lindqvist',
      })
    case '/api/tickets':
      return Response.json(page(all, url.searchParams))
  }
  const [, id, messages] = /^\/api\/tickets\/(\d+)(\/messages)?$/.exec(url.pathname) ?? []
  const ticket = tickets.get(Number(id))
  if (ticket === undefined) {
    return errorResponse(404, `There is no ticket ${id}.`)
  }
  if (method === 'GET') return Response.json(ticket)
  const change = messages ? newMessageSchema.parse(body) : ticketPatchSchema.parse(body)
  if ('kind' in change && key !== null) {
    const sent = desk.keys.get(key)
    if (sent === change.body) return Response.json(ticket)
    if (sent !== undefined) return errorResponse(422, 'This Idempotency-Key was sent before.')
  }
  if (isConflict(desk, ticket, change)) {
    return errorResponse(409, 'Someone else changed the ticket.', { ticket })
  }
  const changed: Ticket =
    'kind' in change
      ? {
          ...ticket,
          status: change.status ?? ticket.status,
          version: ticket.version + 1,
          messages: [
            ...ticket.messages,
            {
              id: ticket.version + 100_000,
              author: 'Maya Lindqvist',
              kind: change.kind,
              body: change.body,
              createdAt: '2026-11-22T09:00:00.000Z',
              provenance: change.provenance ?? null,
            },
          ],
        }
      : patched(ticket, change)
  put(desk, changed)
  if ('kind' in change && key !== null) desk.keys.set(key, change.body)
  return Response.json(changed)
}

function page(all: Ticket[], query: URLSearchParams) {
  const status = query.get('status')
  const words = query.get('q')?.toLowerCase() ?? ''
  const found = all.filter(
    (ticket) =>
      (!status || ticket.status === status) && ticket.subject.toLowerCase().includes(words),
  )
  const limit = Number(query.get('limit'))
  const from = Number(query.get('cursor') ?? 0)
  const tickets = found.slice(from, from + limit).map(summaryOf)
  const next = from + limit
  return { tickets, total: found.length, nextCursor: next < found.length ? String(next) : null }
}

function summaryOf({ messages: _messages, ...summary }: Ticket): TicketSummary {
  return summary
}

/** An answer in the contract's error shape. */
export function errorResponse(status: number, message: string, extra: object = {}): Response {
  const code = status >= 500 ? 'internal' : 'invalid_request'
  const error = { message, type: 'test', code, retryable: status >= 500 }
  return Response.json({ error, ...extra }, { status })
}
