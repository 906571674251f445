import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addTicket } from '../testing/ticket-factory.ts'
import { findPostgres, startPostgres } from '../testing/postgres-server.ts'
import { findFault } from './faults.ts'
import { openPglite } from './pglite.ts'
import { openPostgres } from './postgres.ts'
import { tickets } from './schema.ts'
import { embeddedLimits } from './thread/client.ts'

const endless = sql`select count(*) from generate_series(1, 100000000) a, generate_series(1, 1000) b`
const faultOf = (error: unknown) => findFault(error)?.kind

describe('the embedded database', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'askdesk-limits-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('a statement that does not end is ended, holds nobody up, and loses nothing', async () => {
    const opened = await openPglite(folder, { ...embeddedLimits, statementMs: 400 })
    const { database } = opened
    await addTicket(database, { subject: 'committed' })
    const order: string[] = []
    const cut = database
      .transaction(async (transaction) => {
        await transaction.update(tickets).set({ subject: 'not committed' })
        await transaction.execute(endless)
      })
      .catch(faultOf)
      .finally(() => order.push('ended'))
    await pause(20)
    order.push('the loop went on')
    const after = database.select({ subject: tickets.subject }).from(tickets)
    expect(await cut).toBe('slow')
    expect(await after).toEqual([{ subject: 'committed' }])
    expect(order).toEqual(['the loop went on', 'ended'])
    await opened.close()
    const again = await openPglite(folder)
    expect(await again.database.$count(tickets)).toBe(1)
    await again.close()
  })

  test('who waits too long for a turn is told so', async () => {
    const opened = await openPglite('memory://', {
      ...embeddedLimits,
      statementMs: 1500,
      waitMs: 100,
    })
    const first = opened.database.execute(endless).catch(faultOf)
    const second = opened.database.execute(sql`select 1`).catch(faultOf)
    expect(await second).toBe('busy')
    expect(await first).toBe('slow')
    await opened.close()
  })
})

const server = findPostgres()
describe.skipIf('missing' in server)('PostgreSQL', () => {
  test('a statement that takes too long is stopped by the server', async () => {
    if ('missing' in server) return
    const started = await startPostgres(server.folder, server.user)
    const opened = await openPostgres(started.url, {
      statementMs: 200,
      answerMs: 5000,
      connectMs: 5000,
    })
    expect(await opened.database.execute(sql`select pg_sleep(30)`).catch(faultOf)).toBe('slow')
    expect(await opened.database.$count(tickets)).toBe(0)
    await started.stop()
    expect(await opened.database.$count(tickets).catch(faultOf)).toMatch(/away|stopped/)
    await opened.close()
  })
})
