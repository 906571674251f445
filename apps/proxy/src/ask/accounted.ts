import type { EndEvent } from '@askdesk/contracts'
import type { Ending } from '../runs/reply-options.ts'

/**
 * An end as the operator's books have it. A reader who hung up or did not come back, and our own
 * drain, are nobody's failure: `stopped`, without a cause. Tells the readers that the stream was
 * interrupted, and why.
 */
export function accounted(event: EndEvent, { byUs }: Pick<Ending, 'byUs'>): EndEvent {
  if (!byUs || event.outcome !== 'interrupted') return event
  return { outcome: 'stopped', receipt: event.receipt }
}
