import { sql } from 'drizzle-orm'
import { QueryBuilder } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenDatabase } from './db/database.ts'
import { tickets } from './db/schema.ts'
import { testDatabases } from './testing/databases.ts'
import { filterCondition } from './list/ticket-filter.ts'

const viewer = { currentAgent: 'Maya', now: new Date() }
const filter = {
  view: 'all',
  statuses: [],
  priorities: [],
  assignees: [],
  unassigned: false,
  tags: [],
} as const

function matching(search: string) {
  const lists = { statuses: [], priorities: [], assignees: [], tags: [] }
  return new QueryBuilder()
    .select({ id: tickets.id })
    .from(tickets)
    .where(filterCondition({ ...filter, ...lists, search }, viewer))
}

describe.each(testDatabases())('the search on $name', ({ open }) => {
  let opened: OpenDatabase
  beforeAll(async () => {
    if (open === undefined) return
    opened = await open()
    const { database } = opened
    await database.execute(sql`
      insert into tickets (subject, requester_name, requester_email, channel, language, created_at, updated_at, search_text)
      select 's', 'n', 'e', 'email', 'en', now(), now(), md5(i::text) || ' invoice ' || i from generate_series(1, 500) i`)
    await database.execute(sql`
      insert into messages (ticket_id, author, kind, body, created_at, search_text)
      select id, 'n', 'customer', 'b', now(), md5(id::text || n) || ' lamp ' || md5(n::text) from tickets, generate_series(1, 4) n`)
    await database.execute(sql`analyze`)
  }, 120_000)
  afterAll(() => opened?.close())

  it.skipIf(open === undefined)('looks a word up and reads no table through', async () => {
    // On tables of a test's size reading them through would be as cheap.
    const plan = await opened.database.transaction(async (transaction) => {
      await transaction.execute(sql`set local enable_seqscan = off`)
      return JSON.stringify(await transaction.execute(sql`explain ${matching('1234 lamp')}`))
    })
    expect(plan).toContain('tickets_by_words')
    expect(plan).toContain('messages_by_words')
    expect(plan).not.toContain('Seq Scan')
  })

  it.skipIf(open === undefined)('counts eight words of a search and no more', async () => {
    const letters = [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => `word${letter}`)
    const { sql: eight } = matching(letters.slice(0, 8).join(' ')).toSQL()
    expect(matching(letters.join(' ')).toSQL().sql).toBe(eight)
    expect(matching(letters.slice(0, 7).join(' ')).toSQL().sql).not.toBe(eight)
  })
})
