import { cutCharacters } from '@askdesk/service'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { agents } from '../db/agents-table.ts'
import type { TicketDatabase } from '../db/database.ts'
import { messages, tickets } from '../db/schema.ts'
import { InvalidRequestError } from '../errors.ts'

type Leaving = {
  readonly name: string
  /** Takes over the tickets that are not done; null for nobody. */
  readonly handOverTo: string | null
  /** The administrator. */
  readonly by: string
  readonly at: Date
}

/** The result; `owner` is the credential that must not come in any more. */
export type Left = { readonly owner: string | null; readonly handedOver: number }

/**
 * Disables an agent and hands their open and pending tickets over, all or nothing. Each ticket says
 * in its thread who did so.
 */
export function disableAgent(database: TicketDatabase, leaving: Leaving): Promise<Left> {
  const { name, handOverTo, by, at } = leaving
  return database.transaction(async (transaction) => {
    const [agent] = await transaction
      .update(agents)
      .set({ disabledAt: at })
      .where(eq(agents.name, name))
      .returning({ owner: agents.owner })
    if (agent === undefined) throw noAgent(name)
    const moved = await transaction
      .update(tickets)
      .set({ assignee: handOverTo, updatedAt: at, version: sql`${tickets.version} + 1` })
      .where(and(eq(tickets.assignee, name), inArray(tickets.status, ['open', 'pending'])))
      .returning({ id: tickets.id })
    if (moved.length > 0) {
      const body = `${by} handed the ticket over from ${name} to ${handOverTo ?? 'nobody'}`
      await transaction.insert(messages).values(
        moved.map(({ id }) => ({
          ticketId: id,
          author: by,
          kind: 'system' as const,
          body,
          createdAt: at,
          searchText: '',
        })),
      )
    }
    return { owner: agent.owner, handedOver: moved.length }
  })
}

/** Lets an agent work again. Their tickets stay with whom they went to. */
export async function enableAgent(database: TicketDatabase, name: string): Promise<Left> {
  const [agent] = await database
    .update(agents)
    .set({ disabledAt: null })
    .where(eq(agents.name, name))
    .returning({ owner: agents.owner })
  if (agent === undefined) throw noAgent(name)
  return { owner: agent.owner, handedOver: 0 }
}

function noAgent(name: string): InvalidRequestError {
  return new InvalidRequestError(`There is no agent ${JSON.stringify(cutCharacters(name, 60))}.`)
}
