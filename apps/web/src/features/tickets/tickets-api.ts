import {
  type NewMessage,
  type Ticket,
  ticketConflictSchema,
  type TicketCounts,
  ticketCountsSchema,
  type TicketFacets,
  ticketFacetsSchema,
  type TicketList,
  ticketListSchema,
  ticketSchema,
} from '@askdesk/contracts'
import { HttpError } from '../../shared/http/errors.ts'
import { requestJson } from '../../shared/http/http.ts'
import type { TicketEdit } from './ticket-edit.ts'
import { type ListQuery, listQueryParams } from './list-query.ts'

const pageSize = 100

/** One page of the list; `cursor` is the `nextCursor` of the page before. */
export function fetchTicketPage(
  query: ListQuery,
  cursor: string | null,
  signal: AbortSignal,
): Promise<TicketList> {
  const params = listQueryParams(query)
  params.set('view', query.view)
  params.set('sort', query.sort)
  params.set('limit', String(pageSize))
  if (cursor !== null) params.set('cursor', cursor)
  return requestJson(ticketListSchema, `/api/tickets?${params}`, { signal })
}

export function fetchTicket(id: number, signal: AbortSignal): Promise<Ticket> {
  return requestJson(ticketSchema, `/api/tickets/${id}`, { signal })
}

export function fetchCounts(signal: AbortSignal): Promise<TicketCounts> {
  return requestJson(ticketCountsSchema, '/api/tickets/counts', { signal })
}

export function fetchFacets(signal: AbortSignal): Promise<TicketFacets> {
  return requestJson(ticketFacetsSchema, '/api/tickets/facets', { signal })
}

export function patchTicket(id: number, patch: TicketEdit & { version: number }): Promise<Ticket> {
  return requestJson(ticketSchema, `/api/tickets/${id}`, { method: 'PATCH', body: patch })
}

/** Idempotent by `key`: one message, however often it is sent. */
export function postMessage(
  id: number,
  message: NewMessage,
  key: string | undefined,
): Promise<Ticket> {
  return requestJson(ticketSchema, `/api/tickets/${id}/messages`, {
    method: 'POST',
    body: message,
    ...(key !== undefined && { headers: { 'idempotency-key': key } }),
  })
}

/** The ticket as it is now, when an error says that someone else changed it; otherwise null. */
export function conflictTicket(error: unknown): Ticket | null {
  if (!(error instanceof HttpError) || error.status !== 409) return null
  const parsed = ticketConflictSchema.safeParse(error.body)
  return parsed.success ? parsed.data.ticket : null
}
