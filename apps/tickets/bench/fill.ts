import type { TicketDatabase } from '../src/db/database.ts'
import { messages, tickets } from '../src/db/schema.ts'
import { fold } from '../src/list/fold.ts'
import { searchTextOf } from '../src/ticket-text.ts'

/** Written down, so that every run searches the same texts. */
const vocabulary =
  'account address again agent answer arrived attached available battery before billing broken browser cancel card change charge charger checkout colour confirm connect contact coupon customer damaged date deliver delivery device different discount display download email error exchange export factory failed feature filter firmware forward gift hello help history import install invoice issue item keyboard language later laptop licence login machine mail manual missing model money month monitor network number offer online open option order package page paid password payment phone plan please plug policy price print printer problem product profile question quick receipt refund region remove repair replace reply report reset return room router safe sample screen search seat send serial server service setting ship shipping shop show sign size slow software spare speaker start status store street subscription support switch system tablet team term ticket today tomorrow track training transfer travel trial update upgrade user version voucher wait warranty website week wireless work wrong yesterday'.split(
    ' ',
  )

/** A generator with a seed (mulberry32). */
export function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

export function sentence(random: (below: number) => number, words: number): string {
  return Array.from({ length: words }, () => vocabulary[random(vocabulary.length)]).join(' ')
}

const rowsAtOnce = 500
const messagesEach = 6

/** Fills an empty database with so many tickets of six messages, some 60 words each. */
export async function fill(database: TicketDatabase, count: number): Promise<void> {
  const random = createRandom(2026)
  const at = new Date('2026-03-10T12:00:00Z')
  for (let done = 0; done < count; done += rowsAtOnce) {
    const rows = Array.from({ length: Math.min(rowsAtOnce, count - done) }, (_, index) => {
      const name = `Person ${done + index}`
      const ticket = {
        subject: sentence(random, 7),
        requesterName: name,
        requesterEmail: `person${done + index}@example.com`,
        tags: [sentence(random, 1)],
      }
      return {
        ...ticket,
        channel: 'email',
        language: 'en',
        createdAt: at,
        updatedAt: at,
        searchText: searchTextOf(ticket),
      }
    })
    const added = await database.insert(tickets).values(rows).returning({ id: tickets.id })
    const texts = added.flatMap(({ id }) =>
      Array.from({ length: messagesEach }, () => {
        const body = sentence(random, 60)
        const kind = 'customer' as const
        return { ticketId: id, author: 'A', kind, createdAt: at, body, searchText: fold(body) }
      }),
    )
    await database.insert(messages).values(texts)
  }
}
