import { Client } from 'pg'
import { describe, expect, test } from 'vitest'
import { findPostgres, startPostgres } from './testing/postgres-server.ts'
import { startService } from './testing/service.ts'

const found = findPostgres()

describe.skipIf('missing' in found)('a PostgreSQL server that goes away', () => {
  test(
    'ends no tickets API, whatever statement is under way, and is used again when it is back',
    { timeout: 60_000 },
    async () => {
      if ('missing' in found) return
      const server = await startPostgres(found.folder, found.user)
      const service = startService({ DATABASE_URL: server.url, TICKETS_SEED: 'true' })
      const url = await service.ready
      // More than once: a pool that was emptied by the first is another one.
      for (let round = 0; round < 2; round += 1) {
        const other = await connect(server.url)
        // Within its transaction the other would see the activity of its beginning.
        const observer = await connect(server.url)
        await other.query('begin')
        await other.query('lock table tickets in access exclusive mode')
        // In a transaction, in a search and in a plain read.
        const waiting = [
          fetch(`${url}/api/tickets/1042`, {
            method: 'PATCH',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ subject: 'x', version: 1 }),
          }),
          fetch(`${url}/api/tickets?q=invoice`),
          fetch(`${url}/api/tickets/1042`),
        ]
        await untilWaiting(observer, waiting.length)
        await server.crash()
        const answers = await Promise.all(waiting)
        expect(answers.map(({ status }) => status)).toEqual([503, 503, 503])
        expect((await fetch(`${url}/api/tickets/1042`)).status).toBe(503)
        expect((await fetch(`${url}/healthz`)).status).toBe(200)
        await server.restart()
        expect((await fetch(`${url}/api/tickets/1042`)).status).toBe(200)
      }

      service.child.kill('SIGTERM')
      expect((await service.ended).code).toBe(0)
      await server.stop()
    },
  )
})

/** Until that many statements of the service wait for the lock. */
async function untilWaiting(client: Client, count: number): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ waiting: number }>(
      "select count(*)::int as waiting from pg_stat_activity where wait_event_type = 'Lock'",
    )
    if ((rows[0]?.waiting ?? 0) >= count) return
  }
}

async function connect(url: string): Promise<Client> {
  const client = new Client(url)
  client.on('error', () => undefined)
  await client.connect()
  return client
}
