import type { TicketPriority, TicketStatus } from '@askdesk/contracts'

type Watched = {
  subject: string
  status: TicketStatus
  priority: TicketPriority
  assignee: string | null
  tags: readonly string[]
  dueAt: Date | null
}

const list = new Intl.ListFormat('en', { type: 'conjunction' })

/**
 * The thread's own words for a change, as in "Maya Lindqvist changed status from open to pending
 * and took the ticket", or undefined when nothing changed that the thread records.
 */
export function describeChange(agent: string, before: Watched, after: Watched): string | undefined {
  const parts: string[] = []
  if (before.subject !== after.subject) {
    parts.push(`changed the subject from “${before.subject}” to “${after.subject}”`)
  }
  if (before.status !== after.status) {
    parts.push(`changed status from ${before.status} to ${after.status}`)
  }
  if (before.priority !== after.priority) {
    parts.push(`changed priority from ${before.priority} to ${after.priority}`)
  }
  if (before.assignee !== after.assignee) {
    parts.push(describeAssignment(agent, before.assignee, after.assignee))
  }
  if (before.dueAt?.getTime() !== after.dueAt?.getTime()) {
    parts.push(describeDue(before.dueAt, after.dueAt))
  }
  const added = after.tags.filter((tag) => !before.tags.includes(tag))
  const removed = before.tags.filter((tag) => !after.tags.includes(tag))
  if (added.length > 0) parts.push(`added the ${named(added)}`)
  if (removed.length > 0) parts.push(`removed the ${named(removed)}`)
  return parts.length === 0 ? undefined : `${agent} ${list.format(parts)}`
}

function describeAssignment(agent: string, from: string | null, to: string | null): string {
  if (to === null) return from === agent ? 'released the ticket' : `unassigned ${from}`
  if (from === null) return to === agent ? 'took the ticket' : `assigned the ticket to ${to}`
  return to === agent
    ? `took the ticket over from ${from}`
    : `moved the ticket from ${from} to ${to}`
}

/** Times are in UTC, and say so: those who read it live in many zones. */
function describeDue(from: Date | null, to: Date | null): string {
  if (to === null) return `removed the due time ${utc(from)}`
  return from === null
    ? `set the due time to ${utc(to)}`
    : `moved the due time from ${utc(from)} to ${utc(to)}`
}

function utc(time: Date | null): string {
  return time === null ? '' : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function named(tags: readonly string[]): string {
  return `${tags.length === 1 ? 'tag' : 'tags'} ${list.format(tags)}`
}
