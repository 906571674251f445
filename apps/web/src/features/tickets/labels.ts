import type { MessageKind, TicketPriority, TicketStatus, TicketView } from '@askdesk/contracts'

/** The word for a value, or a value that a newer service sends as it is. */
export function labelOf(labels: Readonly<Record<string, string>>, value: string): string {
  return Object.hasOwn(labels, value) ? (labels[value] ?? value) : value
}

export const statusLabels: Record<TicketStatus, string> = {
  open: 'Open',
  pending: 'Pending',
  solved: 'Solved',
  closed: 'Closed',
}

export const priorityLabels: Record<TicketPriority, string> = {
  urgent: 'Urgent',
  high: 'High',
  normal: 'Normal',
  low: 'Low',
}

export const viewLabels: Record<TicketView, string> = {
  open: 'Open',
  mine: 'Mine',
  unassigned: 'Unassigned',
  overdue: 'Overdue',
  pending: 'Pending',
  solved: 'Solved',
  all: 'All',
}

export const kindLabels: Record<MessageKind, string> = {
  customer: 'Customer',
  agent: 'Agent',
  note: 'Internal note',
  system: 'System',
}

/** The words for a view in which there is nothing. */
export const emptyViewText: Record<TicketView, string> = {
  open: 'Every ticket is answered.',
  mine: 'No ticket is assigned to you.',
  unassigned: 'Every ticket has someone who takes care of it.',
  overdue: 'Nothing is past its due time.',
  pending: 'No ticket waits for a customer.',
  solved: 'No ticket has been solved yet.',
  all: 'There are no tickets yet. They appear here as soon as the first one comes in.',
}
