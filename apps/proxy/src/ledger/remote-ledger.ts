import type { Ledger } from './ledger.ts'
import type { Outbox } from './outbox.ts'
import type { TicketsClient } from './tickets-client.ts'

/** So many replies of this process are known without asking. */
const ownersKept = 10_000

/** The ledger beside the tickets: written through the tickets API, which alone opens its database. */
export function createRemoteLedger(client: TicketsClient, outbox: Outbox): Ledger {
  const owners = new Map<string, string>()
  return {
    record(row) {
      owners.set(row.traceId, row.owner)
      if (owners.size > ownersKept) {
        const [oldest] = owners.keys()
        if (oldest !== undefined) owners.delete(oldest)
      }
      outbox.add(row)
    },
    async sums(query) {
      await outbox.drain()
      return client.sums(query)
    },
    async spent(since) {
      await outbox.drain()
      const rows = await client.spent(since)
      const waiting = outbox.waiting.filter((row) => Date.parse(row.at) >= since.getTime())
      return [
        ...rows,
        ...waiting.map(({ owner, person, cost, promptTokens, completionTokens }) => ({
          owner,
          person,
          usd: cost?.amount ?? 0,
          tokens: promptTokens + completionTokens,
        })),
      ]
    },
    ownerOf: async (traceId) => owners.get(traceId) ?? client.ownerOf(traceId),
    close: () => outbox.close(),
  }
}
