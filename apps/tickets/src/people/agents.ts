import { cutCharacters } from '@askdesk/service'
import type { DeskAgent, FacetAgent } from '@askdesk/contracts'
import type { Caller } from '@askdesk/service'
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { agents } from '../db/agents-table.ts'
import type { TicketDatabase } from '../db/database.ts'
import { tickets } from '../db/schema.ts'
import { InvalidRequestError } from '../errors.ts'

/** The people of the desk, as the database knows them. */
export type Agents = {
  /** Adds an agent that has no credential, such as the one of a desk without sign-in. */
  ensure: (name: string) => Promise<void>
  /** Takes note of somebody who is signed in; gives the name that their entries bear. */
  seen: (caller: Caller) => Promise<string>
  exists: (name: string) => Promise<boolean>
  /** @throws InvalidRequestError for a name that tickets cannot be given to. */
  requireAssignable: (name: string) => Promise<void>
  forPickers: (me: string) => Promise<FacetAgent[]>
  forAdmins: () => Promise<DeskAgent[]>
}

/** How long somebody who was seen need not be looked up again, in milliseconds. */
const seenFor = 5 * 60_000
const mostKept = 10_000

export function createAgents(database: TicketDatabase, now = () => new Date()): Agents {
  const known = new Map<string, { name: string; until: number }>()

  async function remember(caller: Caller): Promise<string> {
    const { owner, role, mail = null } = caller
    const at = now()
    const name = tidyName(caller.name)
    const [met] = await database
      .update(agents)
      .set({ role, mail, lastSeenAt: at })
      .where(eq(agents.owner, owner))
      .returning({ name: agents.name })
    if (met) return met.name
    // An agent whom only tickets name so far, or the first of this name.
    const [added] = await database
      .insert(agents)
      .values({ owner, name, role, mail, firstSeenAt: at, lastSeenAt: at })
      .onConflictDoUpdate({
        target: agents.name,
        set: { owner, role, mail, lastSeenAt: at },
        // Or the same person, whose first requests come at once.
        setWhere: sql`(${agents.owner} is null or ${agents.owner} = ${owner})`,
      })
      .returning({ name: agents.name })
    if (added) return added.name
    // Somebody else bears it: entries of two people must not look like one person's.
    const other = `${name} (${cutCharacters(owner, 40)})`
    await database
      .insert(agents)
      .values({ owner, name: other, role, mail, firstSeenAt: at, lastSeenAt: at })
      .onConflictDoNothing()
    return other
  }

  async function stateOf(name: string) {
    const [found] = await database
      .select({ disabledAt: agents.disabledAt, role: agents.role })
      .from(agents)
      .where(eq(agents.name, name))
    return found
  }

  return {
    async ensure(name) {
      await database.insert(agents).values({ name }).onConflictDoNothing()
    },
    async seen(caller) {
      const kept = known.get(caller.owner)
      const at = now().getTime()
      if (kept && kept.until > at) return kept.name
      const name = await remember(caller)
      if (known.size >= mostKept) known.clear()
      known.set(caller.owner, { name, until: at + seenFor })
      return name
    },
    exists: async (name) => (await stateOf(name)) !== undefined,
    async requireAssignable(name) {
      const found = await stateOf(name)
      const shown = JSON.stringify(cutCharacters(name, 60))
      if (found === undefined) {
        throw new InvalidRequestError(
          `There is no agent ${shown}. Use a name from GET /api/tickets/facets, or null for nobody.`,
        )
      }
      if (found.disabledAt !== null) {
        throw new InvalidRequestError(
          `The agent ${shown} has been disabled and takes no tickets. Pick another one.`,
        )
      }
    },
    async forPickers(me) {
      const rows = await database
        .select({ name: agents.name, disabledAt: agents.disabledAt })
        .from(agents)
        .orderBy(asc(agents.name))
      return rows.map(({ name, disabledAt }) => ({
        name,
        ...(disabledAt !== null && { disabled: true }),
        ...(name === me && { isMe: true }),
      }))
    },
    async forAdmins() {
      const waiting = await database
        .select({
          name: tickets.assignee,
          open: sql<number>`(count(*) filter (where ${tickets.status} = 'open'))::int`,
          pending: sql<number>`(count(*) filter (where ${tickets.status} = 'pending'))::int`,
        })
        .from(tickets)
        .where(and(inArray(tickets.status, ['open', 'pending'])))
        .groupBy(tickets.assignee)
      const counts = new Map(waiting.map((row) => [row.name, row]))
      const rows = await database.select().from(agents).orderBy(asc(agents.name))
      return rows.map((row) => ({
        name: row.name,
        mail: row.mail,
        role: row.role,
        isKnown: row.owner !== null,
        disabledAt: row.disabledAt?.toISOString() ?? null,
        firstSeenAt: row.firstSeenAt.toISOString(),
        lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
        open: counts.get(row.name)?.open ?? 0,
        pending: counts.get(row.name)?.pending ?? 0,
      }))
    },
  }
}

/** A comma separates names in the list's filters. */
function tidyName(name: string): string {
  return cutCharacters(name.replaceAll(/[\p{Cc}\p{Cf},]+/gu, ' ').trim(), 120) || 'unnamed'
}
