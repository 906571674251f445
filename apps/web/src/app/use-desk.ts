import type { Ticket } from '@askdesk/contracts'
import { useMemo } from 'react'
import type { Desk } from '../features/assistant/prompt/desk-facts.ts'
import { useFacets, useRequesterTickets } from '../features/tickets/queries.ts'

/** Facts round a ticket that the assistant tells the model: who asks, and what else the requester waits for. */
export function useDesk(ticket: Ticket | null): Desk {
  const agent = useFacets().data?.currentAgent
  const { data } = useRequesterTickets(ticket?.requester.email ?? null)
  const id = ticket?.id
  return useMemo(
    () => ({ agent, otherTickets: data?.filter((other) => other.id !== id) }),
    [agent, data, id],
  )
}
