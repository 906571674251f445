import type { TicketPriority, TicketStatus } from '@askdesk/contracts'

type Watched = { status: TicketStatus; priority: TicketPriority; assignee: string | null }

const list = new Intl.ListFormat('en', { type: 'conjunction' })

/**
 * The thread's own words for a change, as in "Maya Lindqvist changed status from open to pending
 * and took the ticket", or undefined when nothing changed that the thread records.
 */
export function describeChange(agent: string, before: Watched, after: Watched): string | undefined {
  const parts: string[] = []
  if (before.status !== after.status) {
    parts.push(`changed status from ${before.status} to ${after.status}`)
  }
  if (before.priority !== after.priority) {
    parts.push(`changed priority from ${before.priority} to ${after.priority}`)
  }
  if (before.assignee !== after.assignee) {
    parts.push(describeAssignment(agent, before.assignee, after.assignee))
  }
  return parts.length === 0 ? undefined : `${agent} ${list.format(parts)}`
}

function describeAssignment(agent: string, from: string | null, to: string | null): string {
  if (to === null) return from === agent ? 'released the ticket' : `unassigned ${from}`
  if (from === null) return to === agent ? 'took the ticket' : `assigned the ticket to ${to}`
  return to === agent
    ? `took the ticket over from ${from}`
    : `moved the ticket from ${from} to ${to}`
}
