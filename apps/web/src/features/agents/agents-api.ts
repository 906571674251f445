import {
  agentStateSchema,
  deskAgentsSchema,
  ticketFacetsSchema,
  type AgentState,
  type DeskAgent,
} from '@askdesk/contracts'
import { requestJson } from '../../shared/http/http.ts'

export type Desk = {
  readonly agents: readonly DeskAgent[]
  /** The agent that asks: nobody can disable themselves. */
  readonly me: string
}

/** @throws HttpError in words for whoever is no admin. */
export async function fetchDesk(signal: AbortSignal): Promise<Desk> {
  const [{ agents }, { currentAgent }] = await Promise.all([
    requestJson(deskAgentsSchema, '/api/tickets/agents', { signal }),
    requestJson(ticketFacetsSchema, '/api/tickets/facets', { signal }),
  ])
  return { agents, me: currentAgent }
}

/** Takes the desk from an agent, and gives their open and pending tickets to another one or to nobody. */
export function disableAgent(name: string, handOverTo: string | null): Promise<AgentState> {
  return requestJson(agentStateSchema, addressOf(name, 'disable'), {
    method: 'POST',
    body: { handOverTo },
  })
}

export function enableAgent(name: string): Promise<AgentState> {
  return requestJson(agentStateSchema, addressOf(name, 'enable'), { method: 'POST', body: {} })
}

function addressOf(name: string, act: 'disable' | 'enable'): string {
  return `/api/tickets/agents/${encodeURIComponent(name)}/${act}`
}
