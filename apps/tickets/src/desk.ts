import type { TicketDatabase } from './db/database.ts'
import { createLedger, type Ledger } from './ledger/ledger.ts'
import { createAgents, type Agents } from './people/agents.ts'
import { createTicketRepository, type TicketRepository } from './ticket-repository.ts'

/** Everything that the service keeps in its database. */
export type Desk = {
  readonly database: TicketDatabase
  readonly repository: TicketRepository
  readonly agents: Agents
  readonly ledger: Ledger
}

type Options = {
  readonly database: TicketDatabase
  /** Names the agent who acts where nobody signs in. */
  readonly currentAgent: string
  /** Searches that may have the database at a time. @default 1 */
  readonly searchesAtOnce?: number
  readonly now?: () => Date
}

export function createDesk(options: Options): Desk {
  const { database, now } = options
  const agents = createAgents(database, now)
  const ledger = createLedger(database)
  const repository = createTicketRepository({ ...options, agents, ledger })
  return { database, repository, agents, ledger }
}
