import {
  ticketPrioritySchema,
  type TicketPriority,
  type TicketSort,
  ticketSortSchema,
  type TicketStatus,
  ticketStatusSchema,
  type TicketView,
  ticketViewSchema,
} from '@askdesk/contracts'

/** Filters and order of the list; all of it lives in the page's address. */
export type ListQuery = {
  view: TicketView
  status: TicketStatus | null
  priority: TicketPriority | null
  assignee: string | null
  tag: string | null
  q: string
  sort: TicketSort
}

export const defaultListQuery: ListQuery = {
  view: 'open',
  status: null,
  priority: null,
  assignee: null,
  tag: null,
  q: '',
  sort: 'updated_desc',
}

/** Reads the list's part of an address. A value nobody knows is ignored, the rest is kept. */
export function parseListQuery(params: URLSearchParams): ListQuery {
  return {
    view: known(ticketViewSchema, params.get('view')) ?? defaultListQuery.view,
    status: known(ticketStatusSchema, params.get('status')),
    priority: known(ticketPrioritySchema, params.get('priority')),
    assignee: bounded(params.get('assignee'), 120),
    tag: bounded(params.get('tag'), 40),
    q: bounded(params.get('q'), 200) ?? '',
    sort: known(ticketSortSchema, params.get('sort')) ?? defaultListQuery.sort,
  }
}

/** The parameters that differ from the default, in a fixed order, for an address or a request. */
export function listQueryParams(query: ListQuery): URLSearchParams {
  const params = new URLSearchParams()
  if (query.view !== defaultListQuery.view) params.set('view', query.view)
  if (query.status) params.set('status', query.status)
  if (query.priority) params.set('priority', query.priority)
  if (query.assignee) params.set('assignee', query.assignee)
  if (query.tag) params.set('tag', query.tag)
  if (query.q) params.set('q', query.q)
  if (query.sort !== defaultListQuery.sort) params.set('sort', query.sort)
  return params
}

/** Whether a filter or a search narrows the view. */
export function isFiltered(query: ListQuery): boolean {
  return Boolean(query.status ?? query.priority ?? query.assignee ?? query.tag) || query.q !== ''
}

/** Everything that one customer ever sent. */
export function everythingFrom(email: string): ListQuery {
  return { ...defaultListQuery, view: 'all', q: email }
}

/** The same view and order without filters and search. */
export function withoutFilters(query: ListQuery): ListQuery {
  return { ...defaultListQuery, view: query.view, sort: query.sort }
}

type Schema<Value> = {
  safeParse: (input: unknown) => { success: true; data: Value } | { success: false }
}

function known<Value>(schema: Schema<Value>, value: string | null): Value | null {
  const parsed = schema.safeParse(value)
  return parsed.success ? parsed.data : null
}

function bounded(value: string | null, length: number): string | null {
  const trimmed = value?.trim() ?? ''
  return trimmed === '' || trimmed.length > length ? null : trimmed
}
