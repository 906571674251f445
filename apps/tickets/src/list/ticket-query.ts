import type { TicketPriority, TicketSort, TicketStatus, TicketView } from '@askdesk/contracts'

/** Filters of a list of tickets. Several values of one filter mean any of them. */
export type TicketFilter = {
  view: TicketView
  statuses: TicketStatus[]
  priorities: TicketPriority[]
  assignees: string[]
  /** Also the tickets of nobody. */
  unassigned: boolean
  tags: string[]
  search: string
}

/** One page of a list. */
export type TicketQuery = TicketFilter & {
  sort: TicketSort
  cursor: string | undefined
  limit: number
}
