import { setTimeout as pause } from 'node:timers/promises'
import { inArray, like, or, sql, type SQL } from 'drizzle-orm'
import { QueryBuilder } from 'drizzle-orm/pg-core'
import type { TicketDatabase } from '../src/db/database.ts'
import { openPglite } from '../src/db/pglite.ts'
import { messages, tickets } from '../src/db/schema.ts'
import { indexName, searchedTables } from '../src/db/search-index.ts'
import { filterCondition } from '../src/list/ticket-filter.ts'
import { createRandom, fill, sentence } from './fill.ts'

const anyTicket = {
  view: 'all',
  statuses: [],
  priorities: [],
  assignees: [],
  unassigned: false,
  tags: [],
} as const
const viewer = { currentAgent: 'nobody', now: new Date() }

/** The search as it is now: at most eight words, an index for each half. */
const now = (search: string): SQL =>
  filterCondition(
    { ...anyTicket, statuses: [], priorities: [], assignees: [], tags: [], search },
    viewer,
  )

/** As it was before: every word, over rows without an index. */
function before(search: string): SQL | undefined {
  const found = search.split(' ').map((word) => {
    const pattern = `%${word}%`
    const spoken = new QueryBuilder()
      .select({ id: messages.ticketId })
      .from(messages)
      .where(like(messages.searchText, pattern))
    return or(like(tickets.searchText, pattern), inArray(tickets.id, spoken))
  })
  return sql.join(
    found.map((condition) => sql`(${condition})`),
    sql` and `,
  )
}

type Row = { readonly what: string; readonly cpuMs: number; readonly wallMs: number }

/** Processor time of the whole process, the database's thread among it, and time on the clock. */
async function measure(what: string, run: () => Promise<unknown>, times: number): Promise<Row> {
  const cpu: number[] = []
  const wall: number[] = []
  for (let index = 0; index < times; index += 1) {
    const startedAt = performance.now()
    const used = process.cpuUsage()
    await run()
    const { user, system } = process.cpuUsage(used)
    cpu.push((user + system) / 1000)
    wall.push(performance.now() - startedAt)
  }
  return { what, cpuMs: median(cpu), wallMs: median(wall) }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/**
 * Searches ten thousand tickets with sixty thousand messages in the embedded database, as it was
 * before there were an index and a limit of words, and as it is: medians, and their ratios.
 */
export async function benchSearch(count: number): Promise<void> {
  const limits = { statementMs: 600_000, waitMs: 600_000, openMs: 120_000, closeMs: 60_000 }
  const opened = await openPglite('memory://', limits)
  const { database } = opened
  const random = createRandom(7)
  // Words that the texts hold: nothing ends early because nothing is found.
  const few = sentence(random, 3)
  const many = sentence(random, 50)
  const startedAt = performance.now()
  await fill(database, count)
  say(
    `${count} tickets, ${6 * count} messages, filled in ${seconds(performance.now() - startedAt)}`,
  )
  await database.execute(sql`analyze`)

  const one = (where: SQL | undefined) => () => database.$count(tickets, where)
  const twenty = (where: SQL | undefined) => () =>
    Promise.all(Array.from({ length: 20 }, one(where)))
  const rare = `person${count - 1}`
  const today = [
    await measure('1 rare word', one(now(rare)), 9),
    await measure('3 words', one(now(few)), 9),
    await measure('50 words', one(now(many)), 9),
    await measure('20 × 50 words at once', twenty(now(many)), 3),
  ]
  for (const table of searchedTables) await dropIndex(database, table)
  await pause(100)
  const earlier = [
    await measure('1 rare word', one(before(rare)), 5),
    await measure('3 words', one(before(few)), 5),
    await measure('50 words', one(before(many)), 3),
    await measure('20 × 50 words at once', twenty(before(many)), 1),
  ]
  say('search                 before: CPU     wall | now: CPU     wall | before / now')
  for (const [index, { what, cpuMs, wallMs }] of today.entries()) {
    const old = earlier[index]
    if (!old) continue
    say(
      `${what.padEnd(22)} ${ms(old.cpuMs)} ${ms(old.wallMs)} | ${ms(cpuMs)} ${ms(wallMs)} | ${(old.cpuMs / cpuMs).toFixed(1)}`,
    )
  }
  await opened.close()
}

async function dropIndex(
  database: TicketDatabase,
  table: (typeof searchedTables)[number],
): Promise<void> {
  await database.execute(sql.raw(`drop index ${indexName(table)}`))
}

const ms = (milliseconds: number): string => `${milliseconds.toFixed(0)} ms`.padStart(10)
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
