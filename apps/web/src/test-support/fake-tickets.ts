import {
  newMessageSchema,
  type Ticket,
  ticketPatchSchema,
  type TicketSummary,
} from '@askdesk/contracts'

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
  const tickets = new Map(initial.map((ticket) => [ticket.id, ticket]))
  const sent: SentRequest[] = []
  const api: FakeTickets = {
    sent,
    outage: null,
    change(id: number, fields: Partial<Ticket>) {
      const ticket = tickets.get(id)
      if (ticket) tickets.set(id, { ...ticket, ...fields, version: ticket.version + 1 })
    },
    ticket: (id: number) => tickets.get(id),
    fetch: async (input, init) => {
      const url = new URL(String(input), 'http://desk.example')
      const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
      const method = init?.method ?? 'GET'
      if (url.pathname === '/api/session') return Response.json({ required: false, signedIn: true })
      sent.push({ method, path: url.pathname, query: url.searchParams, body })
      if (api.outage) return api.outage()
      return answer(tickets, method, url, body)
    },
  }
  return api
}

function answer(tickets: Map<number, Ticket>, method: string, url: URL, body: unknown): Response {
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
  if (change.version !== ticket.version) {
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
      : { ...ticket, ...(change as Partial<Ticket>), version: ticket.version + 1 }
  tickets.set(ticket.id, changed)
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
