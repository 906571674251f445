import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fold } from '../list/fold.ts'
import { testDatabases } from '../testing/databases.ts'
import { addTicket } from '../testing/ticket-factory.ts'
import { migrationsFolder, type OpenDatabase } from './database.ts'
import { messages, tickets } from './schema.ts'

const migration = readFileSync(join(migrationsFolder, '0002_search_twins.sql'), 'utf8')
const statements = migration.split('--> statement-breakpoint')

/** As texts were stored before. */
function foldBefore(text: string): string {
  const bare = text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
  return bare.normalize('NFC')
}

const texts = [
  'Frame of O’Brien, O‘Brien and Oʼbrien',
  '“beam” „beam“ «beam» 「beam」',
  'e\u2011bike e\u2013bike e\u2014bike e\u2212bike',
  'deli\u00advered in\u200bdeed \ufeff wo\u2060rd \u202ebike\u202c',
  'أحمد إحسان آمال ٱلله مُحَمَّدٌ محمـــد سؤال شئ علی على کتاب',
  'שָׁלוֹם בית־ספר',
  'plain text, as it was',
]

describe.each(testDatabases())('texts that were stored before, on $name', ({ open }) => {
  let opened: OpenDatabase
  beforeAll(async () => {
    if (open !== undefined) opened = await open()
  }, 120_000)
  afterAll(() => opened?.close())

  it.skipIf(open === undefined)('are read as new ones are', async () => {
    const { database } = opened
    const body = `${texts.join('\n')}\t  end`
    const id = await addTicket(database, {}, [{ body }])
    const before = foldBefore(texts.join('\n'))
    await database.update(tickets).set({ searchText: before })
    await database.update(messages).set({ searchText: foldBefore(body) })
    for (const statement of statements) await database.execute(sql.raw(statement))
    const [ticket] = await database.select().from(tickets).where(eq(tickets.id, id))
    const [message] = await database.select().from(messages).where(eq(messages.ticketId, id))
    expect(ticket?.searchText).toBe(fold(texts.join('\n')))
    expect(message?.searchText).toBe(fold(body).replaceAll(/\s+/g, ' '))
  })
})
