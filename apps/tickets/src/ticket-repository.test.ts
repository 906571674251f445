import { ticketSorts, ticketViews, type TicketSort } from '@askdesk/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OpenDatabase } from './db/database.ts'
import { agents } from './db/agents-table.ts'
import { tickets } from './db/schema.ts'
import { parseListQuery } from './list/list-query.ts'
import {
  addTicket,
  testNow,
  type TicketFields,
  type TicketTexts,
} from './testing/ticket-factory.ts'
import { testDatabases } from './testing/databases.ts'
import { createDesk } from './desk.ts'
import type { TicketRepository } from './ticket-repository.ts'

const me = 'Maya Lindqvist'
const later = (hours: number) => new Date(testNow.getTime() + hours * 3_600_000)

for (const { name, open } of testDatabases()) {
  describe.skipIf(open === undefined)(`the ticket repository on ${name}`, () => {
    let opened: OpenDatabase
    let repository: TicketRepository

    beforeAll(async () => {
      if (open === undefined) return
      opened = await open()
      repository = createDesk({
        database: opened.database,
        currentAgent: me,
        now: () => testNow,
      }).repository
      await opened.database.insert(agents).values([{ name: me }, { name: 'Jonas' }])
    })
    afterAll(() => opened?.close())
    beforeEach(async () => {
      await opened?.database.delete(tickets)
    })

    const page = (query: Record<string, string> = {}) => repository.list(parseListQuery(query, me))
    const find = async (query: Record<string, string>) =>
      (await page({ sort: 'id_asc', ...query })).tickets.map(({ id }) => id)
    const add = (fields?: TicketFields, texts?: TicketTexts) =>
      addTicket(opened.database, fields, texts)
    async function walk(sort: TicketSort, limit: number): Promise<number[]> {
      const seen: number[] = []
      let cursor: string | null = null
      do {
        const next: { tickets: { id: number }[]; nextCursor: string | null } = await page({
          sort,
          limit: String(limit),
          ...(cursor === null ? {} : { cursor }),
        })
        seen.push(...next.tickets.map(({ id }) => id))
        cursor = next.nextCursor
      } while (cursor !== null)
      return seen
    }

    it.each(ticketSorts)(
      'gives every ticket once when all pages of %s are walked',
      async (sort) => {
        const priorities = ['low', 'normal', 'high', 'urgent'] as const
        const ids: number[] = []
        for (let at = 0; at < 23; at += 1) {
          // Many equal keys on purpose, and a third without a due time.
          ids.push(
            await add({
              createdAt: later(at % 3),
              updatedAt: later(at % 4),
              dueAt: at % 3 === 0 ? null : later(at % 2),
              priority: priorities[at % 4] ?? 'low',
            }),
          )
        }
        const seen = await walk(sort, 5)
        expect(seen.toSorted((left, right) => left - right)).toEqual(ids)
        expect(await walk(sort, 200)).toEqual(seen)
        expect(await walk(sort, 1)).toEqual(seen)
      },
    )

    it('puts tickets without a due time last in both directions', async () => {
      const never = await add({ dueAt: null })
      const soon = await add({ dueAt: later(1) })
      const late = await add({ dueAt: later(9) })
      expect((await page({ sort: 'due_asc' })).tickets.map(({ id }) => id)).toEqual([
        soon,
        late,
        never,
      ])
      expect((await page({ sort: 'due_desc' })).tickets.map(({ id }) => id)).toEqual([
        late,
        soon,
        never,
      ])
    })

    it('sorts by rank of priority, the latest news first within one', async () => {
      const low = await add({ priority: 'low' })
      const urgent = await add({ priority: 'urgent', updatedAt: later(-5) })
      const fresher = await add({ priority: 'urgent', updatedAt: later(-1) })
      const high = await add({ priority: 'high' })
      const sorted = (await page({ sort: 'priority_desc' })).tickets.map(({ id }) => id)
      expect(sorted).toEqual([fresher, urgent, high, low])
    })

    it('shows the latest change first unless told otherwise', async () => {
      const old = await add({ updatedAt: later(-2) })
      const fresh = await add({ updatedAt: later(-1) })
      expect((await page()).tickets.map(({ id }) => id)).toEqual([fresh, old])
    })

    it('counts all matches, not only the page', async () => {
      for (let at = 0; at < 7; at += 1) await add({ status: at < 5 ? 'open' : 'solved' })
      const first = await page({ status: 'open', limit: '2' })
      expect(first.tickets).toHaveLength(2)
      expect(first.total).toBe(5)
      const second = await page({ status: 'open', limit: '2', cursor: first.nextCursor ?? '' })
      expect(second.total).toBe(5)
    })

    it('refuses a cursor of another sort, of other filters, or of nobody', async () => {
      for (let at = 0; at < 3; at += 1) await add()
      const { nextCursor } = await page({ limit: '1', sort: 'id_asc' })
      const cursor = nextCursor ?? ''
      await expect(page({ limit: '1', sort: 'id_desc', cursor })).rejects.toThrow(
        'belongs to the sort id_asc, not to id_desc',
      )
      await expect(page({ limit: '1', sort: 'id_asc', status: 'open', cursor })).rejects.toThrow(
        'other filters',
      )
      await expect(page({ cursor: 'bm90IGEgY3Vyc29y' })).rejects.toThrow(
        'not one that this service',
      )
    })

    it('fills the views by status, owner and due time, and counts the same', async () => {
      const mine = await add({ status: 'open', assignee: me })
      const nobodys = await add({ status: 'open', assignee: null, dueAt: later(-1) })
      const waiting = await add({ status: 'pending', assignee: 'Jonas', dueAt: later(-1) })
      const future = await add({ status: 'pending', assignee: me, dueAt: later(1) })
      const done = await add({ status: 'solved', assignee: me, dueAt: later(-1) })
      const closed = await add({ status: 'closed', assignee: null, dueAt: later(-1) })
      const expected = {
        open: [mine, nobodys],
        mine: [mine, future],
        unassigned: [nobodys],
        overdue: [nobodys, waiting],
        pending: [waiting, future],
        solved: [done],
        all: [mine, nobodys, waiting, future, done, closed],
      }
      const found = await Promise.all(ticketViews.map(async (view) => [view, await find({ view })]))
      expect(Object.fromEntries(found)).toEqual(expected)
      const sizes = Object.entries(expected).map(([view, ids]) => [view, ids.length])
      expect(await repository.counts()).toEqual(Object.fromEntries(sizes))
    })

    it('combines filters; several values of one mean any of them', async () => {
      const first = await add({ status: 'open', priority: 'high', assignee: me, tags: ['a', 'b'] })
      const second = await add({
        status: 'pending',
        priority: 'low',
        assignee: 'Jonas',
        tags: ['b'],
      })
      const third = await add({ status: 'solved', priority: 'high', assignee: null, tags: ['c'] })
      expect(await find({ status: 'open,pending' })).toEqual([first, second])
      expect(await find({ status: 'open,solved', priority: 'high' })).toEqual([first, third])
      expect(await find({ assignee: 'me' })).toEqual([first])
      expect(await find({ assignee: 'unassigned,Jonas' })).toEqual([second, third])
      expect(await find({ tag: 'a,c' })).toEqual([first, third])
      expect(await find({ tag: 'b', assignee: 'Jonas', status: 'open' })).toEqual([])
    })

    it('searches id, subject, requester, tags, messages and notes, whatever the case or accent', async () => {
      const bike = await add(
        { subject: 'Żółta lampa w Łodzi', requesterName: 'Zoë Müller', tags: ['E-Bike'] },
        [{ body: 'Die Straße ist naß' }, { body: 'Only agents read THIS', kind: 'note' }],
      )
      const other = await add({ requesterEmail: 'o_o@example.com', subject: '100% wasserdicht' }, [
        { body: `As in #${bike}` },
      ])
      expect(await find({ q: String(bike) })).toEqual([bike, other])
      expect(await find({ q: `#${bike}` })).toEqual([bike])
      expect(await find({ q: 'zolta LODZI' })).toEqual([bike])
      expect(await find({ q: 'muller' })).toEqual([bike])
      expect(await find({ q: 'e-bike' })).toEqual([bike])
      expect(await find({ q: 'strasse' })).toEqual([bike])
      expect(await find({ q: 'only agents' })).toEqual([bike])
      expect(await find({ q: 'zoe strasse agents' })).toEqual([bike])
      expect(await find({ q: 'zoe wasserdicht' })).toEqual([])
      expect(await find({ q: '99999999999' })).toEqual([])
      // The wildcards of LIKE are letters like any other.
      expect(await find({ q: '%' })).toEqual([other])
      expect(await find({ q: 'o_o' })).toEqual([other])
      expect(await find({ q: '_____' })).toEqual([])
      expect(await find({ q: '\\' })).toEqual([])
    })

    it('searches as one types: twins of signs, phrases, what nobody sees, Arabic without its signs', async () => {
      const brien = await add({ subject: 'Frame of O’Brien', requesterName: 'أحمد' }, [
        { body: 'The e\u2011bike was deli\u00advered to the\nwrong address in\u200bdeed: مُحَمَّد' },
      ])
      const other = await add({ subject: "O'Brien again", requesterName: 'احمد' }, [
        { body: `An address that is wrong, as in #${brien}` },
      ])
      const found = await Promise.all(
        ["O'Brien", 'O’Brien', 'o‘brien', 'أحمد', 'احمد'].map((q) => find({ q })),
      )
      expect(found).toEqual(found.map(() => [brien, other]))
      for (const q of [
        'e-bike',
        'e\u2011bike',
        'delivered',
        'deliv\u00adered',
        'indeed',
        'محمد',
        'مُحَمَّد',
        '"wrong address"',
        '“the wrong  address”',
        '"wrong address", o’brien',
        'wrong (delivered)?',
      ]) {
        expect([q, await find({ q })]).toEqual([q, [brien]])
      }
      expect(await find({ q: 'wrong address' })).toEqual([brien, other])
      expect(await find({ q: `#${brien},` })).toEqual([brien])
      expect(await find({ q: `(#${brien})` })).toEqual([brien])
      expect(await find({ q: `＃${brien}.` })).toEqual([brien])
      expect(await find({ q: '"address wrong"' })).toEqual([])
      expect(await find({ q: '"' })).toEqual([])
    })

    it('names agents and tags to filter by, also agents without a ticket', async () => {
      await add({ assignee: 'Jonas', tags: ['b', 'a'] }, [
        { body: 'Hello', kind: 'agent', author: 'Émile' },
        { body: 'Not an agent', kind: 'customer', author: 'Rita' },
      ])
      await add({ tags: ['b'] })
      expect(await repository.facets()).toEqual({
        assignees: ['Émile', 'Jonas', me],
        agents: [{ name: 'Jonas' }, { name: me, isMe: true }],
        tags: ['a', 'b'],
        currentAgent: me,
      })
    })

    it('gives the thread oldest first', async () => {
      const id = await add({}, [
        { body: 'second', createdAt: later(2) },
        { body: 'first', createdAt: later(1) },
        { body: 'third', createdAt: later(2) },
      ])
      const ticket = await repository.find(id)
      expect(ticket?.messages.map(({ body }) => body)).toEqual(['first', 'second', 'third'])
      expect(await repository.find(id + 1)).toBeUndefined()
    })

    it('changes fields, counts the version up and records who changed what', async () => {
      const id = await add({ updatedAt: later(-9), assignee: 'Jonas' })
      const result = await repository.change(id, 1, {
        status: 'pending',
        priority: 'high',
        assignee: me,
        tags: ['x', 'y', 'x'],
        subject: 'Renamed',
        dueAt: '2026-04-01T08:00:00Z',
      })
      expect(result).toMatchObject({
        outcome: 'changed',
        ticket: {
          version: 2,
          subject: 'Renamed',
          tags: ['x', 'y'],
          dueAt: '2026-04-01T08:00:00.000Z',
          updatedAt: testNow.toISOString(),
          messages: [
            {
              kind: 'system',
              author: me,
              body: `${me} changed the subject from “A ticket” to “Renamed”, changed status from open to pending, changed priority from normal to high, took the ticket over from Jonas, set the due time to 2026-04-01 08:00 UTC, and added the tags x and y`,
            },
          ],
        },
      })
      expect(await find({ q: 'renamed' })).toEqual([id])
    })

    it('merges changes of different fields, and asks about the same one', async () => {
      const id = await add({ tags: ['a', 'b'] })
      const mine = repository.as('Jonas')
      expect(await repository.change(id, 1, { tags: { add: ['c'] } })).toMatchObject(changedTo(2))
      expect(await mine.change(id, 1, { status: 'pending' })).toMatchObject(changedTo(3))
      expect(await mine.change(id, 1, { dueAt: '2026-04-01T08:00:00Z' })).toMatchObject(
        changedTo(4),
      )
      expect(await repository.change(id, 1, { status: 'solved' })).toMatchObject({
        outcome: 'conflict',
        ticket: { status: 'pending', version: 4 },
      })
      // All or nothing: a field that is free does not pass with one that is not.
      const both = await repository.change(id, 2, { priority: 'high', status: 'solved' })
      expect(both).toMatchObject({ outcome: 'conflict', ticket: { priority: 'normal' } })
      expect(await repository.change(id, 3, { status: 'solved' })).toMatchObject(changedTo(5))
    })

    it('edits tags by adding and removing, whatever others did to the list', async () => {
      const id = await add({ tags: ['a', 'b'] })
      await repository.change(id, 1, { tags: { remove: ['a'], add: ['c'] } })
      const result = await repository.change(id, 1, { tags: { add: ['d', 'b'], remove: ['x'] } })
      expect(result).toMatchObject({ outcome: 'changed', ticket: { tags: ['b', 'c', 'd'] } })
      expect(await repository.change(id, 1, { tags: ['only'] })).toMatchObject({
        outcome: 'conflict',
      })
      const many = Array.from({ length: 18 }, (_, at) => `t${at}`)
      await expect(repository.change(id, 1, { tags: { add: many } })).rejects.toThrow(
        'the ticket would have 21 tags, at most 20 are possible',
      )
    })

    it('takes a message that is sent again with its key for the same message', async () => {
      const id = await add()
      const message = { kind: 'agent', body: 'Hello', version: 1, idempotencyKey: 'k1' } as const
      const first = await repository.addMessage(id, { ...message, status: 'pending' })
      await repository.change(id, 2, { priority: 'high' })
      const again = await repository.addMessage(id, { ...message, status: 'pending' })
      expect(first).toMatchObject(changedTo(2))
      expect(again).toMatchObject(changedTo(3))
      expect(again).toMatchObject({ ticket: { messages: [{ body: 'Hello' }, {}, {}] } })
      expect(await repository.addMessage(id, { ...message, body: 'Other' })).toEqual({
        outcome: 'reused',
      })
      // The key of somebody else, or of another ticket, is another key.
      const other = await repository.as('Jonas').addMessage(id, { ...message, version: 3 })
      expect(other).toMatchObject(changedTo(4))
      expect(await repository.addMessage(await add(), message)).toMatchObject(changedTo(2))
    })

    it('makes one message of two that are sent at once with one key', async () => {
      const id = await add()
      const message = { kind: 'note', body: 'Once', version: 1, idempotencyKey: 'k2' } as const
      const results = await Promise.all([1, 2, 3].map(() => repository.addMessage(id, message)))
      expect(results.map(({ outcome }) => outcome)).toEqual(['changed', 'changed', 'changed'])
      expect((await repository.find(id))?.messages).toHaveLength(1)
    })

    it('posts a reply past changes of fields, but not past a message', async () => {
      const id = await add()
      await repository.change(id, 1, { priority: 'high' })
      const reply = { kind: 'agent', body: 'Hello', version: 1 } as const
      expect(await repository.addMessage(id, reply)).toMatchObject(changedTo(3))
      expect(await repository.addMessage(id, { ...reply, version: 2 })).toMatchObject({
        outcome: 'conflict',
      })
    })

    it('leaves a ticket alone when the change changes nothing', async () => {
      const id = await add({ updatedAt: later(-9), tags: ['a'] })
      const before = await repository.find(id)
      const result = await repository.change(id, 1, { status: 'open', tags: ['a'], assignee: null })
      expect(result).toEqual({ outcome: 'changed', ticket: before })
    })

    it('lets exactly one of 20 changes to one version win', async () => {
      const id = await add()
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          repository.change(id, 1, { subject: `Change ${at}` }),
        ),
      )
      const won = results.filter(({ outcome }) => outcome === 'changed')
      expect(won).toHaveLength(1)
      expect(results.filter(({ outcome }) => outcome === 'conflict')).toHaveLength(19)
      const ticket = await repository.find(id)
      expect(ticket?.version).toBe(2)
      expect(won[0]).toMatchObject({ ticket: { subject: ticket?.subject } })
    })

    it('adds a reply with its new status in one change, unless the ticket moved on', async () => {
      const id = await add({ updatedAt: later(-9) })
      const message = { kind: 'agent', body: 'On its way', provenance: 'OpenAI · gpt-4.1' } as const
      const first = await repository.addMessage(id, { ...message, status: 'pending', version: 1 })
      expect(first).toMatchObject({
        outcome: 'changed',
        ticket: {
          version: 2,
          status: 'pending',
          messages: [
            { kind: 'agent', author: me, body: 'On its way', provenance: 'OpenAI · gpt-4.1' },
            { kind: 'system', body: `${me} changed status from open to pending` },
          ],
        },
      })
      const second = await repository.addMessage(id, { ...message, version: 1 })
      expect(second).toMatchObject({ outcome: 'conflict', ticket: { version: 2 } })
      const note = await repository.addMessage(id, {
        kind: 'note',
        body: 'No version: any will do',
      })
      expect(note).toMatchObject({ outcome: 'changed', ticket: { version: 3 } })
      expect(await repository.addMessage(id + 1, message)).toEqual({ outcome: 'missing' })
    })

    it('gives new tickets ids from #1001 upwards', async () => {
      expect(await add()).toBeGreaterThanOrEqual(1001)
    })
  })
}

function changedTo(version: number) {
  return { outcome: 'changed', ticket: { version } }
}
