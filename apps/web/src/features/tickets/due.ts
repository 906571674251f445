/** How pressing a due time is. A ticket that is done has nothing left to miss. */
export type DueState = 'none' | 'later' | 'soon' | 'overdue'

const soonMs = 4 * 3_600_000

export function dueState(ticket: { dueAt: string | null; status: string }, now: number): DueState {
  if (ticket.dueAt === null) return 'none'
  if (ticket.status === 'solved' || ticket.status === 'closed') return 'later'
  const left = Date.parse(ticket.dueAt) - now
  if (left < 0) return 'overdue'
  return left < soonMs ? 'soon' : 'later'
}
