import type { Ticket, TicketList, TicketSummary } from '@askdesk/contracts'
import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useCallback } from 'react'
import { HttpError } from '../../shared/http/errors.ts'
import { everythingFrom, type ListQuery } from './list-query.ts'
import { fetchCounts, fetchFacets, fetchTicket, fetchTicketPage } from './tickets-api.ts'

/** The cache's addresses. Everything that shows tickets starts with `tickets`. */
export const ticketKeys = {
  all: ['tickets'],
  lists: ['tickets', 'list'],
  list: (query: ListQuery) => ['tickets', 'list', query],
  counts: ['tickets', 'counts'],
  facets: ['tickets', 'facets'],
  requester: (email: string) => ['tickets', 'requester', email],
  one: (id: number) => ['tickets', 'one', id],
} as const

/** A list of more pages is not fetched again page by page under its reader. */
const fewPages = 2

type HeldPages = { readonly state: { readonly data: unknown } }

/** Whether a held list may be fetched again as a whole; one that was scrolled far down may not. */
export function isShortList({ state: { data } }: HeldPages): boolean {
  const hasPages = typeof data === 'object' && data !== null && 'pages' in data
  return !hasPages || !Array.isArray(data.pages) || data.pages.length <= fewPages
}

/** The rows that match, page after page. The rows before stay on show while another list loads. */
export function useTicketList(query: ListQuery) {
  return useInfiniteQuery({
    queryKey: ticketKeys.list(query),
    queryFn: ({ pageParam, signal }) => fetchTicketPage(query, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (isShortList(query) ? 30_000 : false),
    refetchOnMount: isShortList,
    refetchOnWindowFocus: isShortList,
    refetchOnReconnect: isShortList,
  })
}

const ticketQuery = (id: number) =>
  queryOptions<Ticket>({
    queryKey: ticketKeys.one(id),
    queryFn: ({ signal }) => fetchTicket(id, signal),
    // Polls while the ticket is open, so that a customer's or a colleague's change is noticed.
    refetchInterval: 15_000,
    retry: (failures, error) =>
      failures < 1 && !(error instanceof HttpError && error.status === 404),
  })

/** The open ticket with its thread; nothing while none is open. */
export function useTicket(id: number | null) {
  return useQuery({ ...ticketQuery(id ?? 0), enabled: id !== null })
}

/** Tickets that a requester has open or pending. None while no requester is given. */
export function useRequesterTickets(email: string | null) {
  return useQuery({
    queryKey: ticketKeys.requester(email ?? ''),
    queryFn: ({ signal }) => fetchTicketPage(everythingFrom(email ?? ''), null, signal),
    select: useCallback((page: TicketList) => waitingOf(page, email), [email]),
    enabled: email !== null,
    staleTime: 60_000,
  })
}

export function useCounts() {
  return useQuery({
    queryKey: ticketKeys.counts,
    queryFn: ({ signal }) => fetchCounts(signal),
    refetchInterval: 30_000,
  })
}

export function useFacets() {
  return useQuery({
    queryKey: ticketKeys.facets,
    queryFn: ({ signal }) => fetchFacets(signal),
    staleTime: 5 * 60_000,
  })
}

/** The ticket's row, if some list holds it: enough to show its head before the thread is there. */
export function useKnownSummary(id: number): TicketSummary | undefined {
  const client = useQueryClient()
  const lists = client.getQueriesData<{ pages: { tickets: TicketSummary[] }[] }>({
    queryKey: ticketKeys.lists,
  })
  for (const [, data] of lists) {
    for (const page of data?.pages ?? []) {
      const found = page.tickets.find((ticket) => ticket.id === id)
      if (found) return found
    }
  }
  return undefined
}

/** The search for an address finds whoever mentions it. */
function waitingOf({ tickets }: TicketList, email: string | null): TicketSummary[] {
  return tickets.filter(
    ({ status, requester }) =>
      (status === 'open' || status === 'pending') && requester.email === email,
  )
}
