import {
  deskAgentsSchema,
  ticketFacetsSchema,
  ticketSchema,
  type LedgerRow,
} from '@askdesk/contracts'
import { serviceCredential, serviceHeader } from '@askdesk/service'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildApp } from './app.ts'
import { agents } from './db/agents-table.ts'
import type { OpenDatabase } from './db/database.ts'
import { usageLedger } from './db/ledger-table.ts'
import { messages, tickets } from './db/schema.ts'
import { createDesk } from './desk.ts'
import { testAccess } from './testing/access.ts'
import { testDatabases } from './testing/databases.ts'
import { addTicket } from './testing/ticket-factory.ts'

const sessionKey = 'a-session-key-of-some-length-0123'
const tokens = {
  maya: 'mayas-token-0123456789ab',
  jonas: 'jonas-token-0123456789ab',
  ada: 'adas-token-of-an-admin-01',
  mail: 'a-token-of-the-mail-bridge',
}
const env = {
  PROXY_TOKENS: `maya=${tokens.maya},jonas=${tokens.jonas},ada:admin=${tokens.ada},mail:channel=${tokens.mail}`,
  SESSION_KEY: sessionKey,
}

const row: LedgerRow = {
  traceId: 'trace-1',
  at: '2026-11-20T10:00:00.000Z',
  owner: 'name:maya',
  person: 'maya',
  door: 'page',
  provider: 'openai',
  model: 'gpt-4.1',
  outcome: 'complete',
  promptTokens: 10,
  completionTokens: 20,
  usageIs: 'reported',
  cost: { amount: 0.1, currency: 'USD', is: 'reported' },
}

for (const { name, open } of testDatabases()) {
  describe.skipIf(open === undefined)(`people on ${name}`, () => {
    let opened: OpenDatabase
    let app: FastifyInstance
    let open1: number

    beforeAll(async () => {
      if (open === undefined) return
      opened = await open()
      const desk = createDesk({ database: opened.database, currentAgent: 'Demo' })
      app = await buildApp({ ...desk, access: testAccess(env) })
    })
    afterAll(async () => {
      await app?.close()
      await opened?.close()
    })
    beforeEach(async () => {
      if (open === undefined) return
      const { database } = opened
      await database.delete(tickets)
      await database.delete(usageLedger)
      await database.update(agents).set({ disabledAt: null })
      open1 = await addTicket(database, { status: 'open' })
      for (const who of ['maya', 'jonas', 'ada'] as const)
        await as(who, { url: '/api/tickets/counts' })
    })

    const as = (who: keyof typeof tokens | null, options: InjectOptions) =>
      app.inject({
        ...options,
        headers: {
          ...(who && { authorization: `Bearer ${tokens[who]}` }),
          ...options.headers,
        },
      })
    const post = (who: keyof typeof tokens, url: string, payload: object) =>
      as(who, { method: 'POST', url, payload })
    const assign = (who: keyof typeof tokens, id: number, assignee: string | null) =>
      as(who, { method: 'PATCH', url: `/api/tickets/${id}`, payload: { version: 1, assignee } })

    it('shows no ticket to somebody who is not signed in', async () => {
      for (const url of ['/api/tickets', `/api/tickets/${open1}`, '/api/tickets/facets']) {
        expect((await as(null, { url })).statusCode).toBe(401)
      }
      expect((await as(null, { url: '/healthz' })).statusCode).toBe(200)
      expect((await as('mail', { url: '/api/tickets' })).statusCode).toBe(403)
    })

    it('notes who did it, whatever the client says', async () => {
      const answer = await as('maya', {
        method: 'POST',
        url: `/api/tickets/${open1}/messages`,
        payload: { kind: 'agent', body: 'Hello' },
        headers: { 'x-askdesk-agent': 'jonas' },
      })
      expect(ticketSchema.parse(answer.json()).messages.at(-1)?.author).toBe('maya')
      const claimed = { kind: 'agent', body: 'x', author: 'jonas' }
      expect((await post('maya', `/api/tickets/${open1}/messages`, claimed)).statusCode).toBe(400)
      const facets = ticketFacetsSchema.parse(
        (await as('jonas', { url: '/api/tickets/facets' })).json(),
      )
      expect(facets.currentAgent).toBe('jonas')
      expect(facets.agents).toContainEqual({ name: 'jonas', isMe: true })
      expect(facets.agents.map(({ name: each }) => each)).not.toContain('mail')
    })

    it('keeps people apart, and one person together', async () => {
      const { agents: people } = createDesk({ database: opened.database, currentAgent: 'Demo' })
      const caller = { owner: 'user:zoe', name: 'Zoe', role: 'agent' } as const
      const atOnce = await Promise.all(Array.from({ length: 8 }, () => people.seen(caller)))
      expect(new Set(atOnce)).toEqual(new Set(['Zoe']))
      expect(await people.seen({ ...caller, owner: 'user:other' })).toBe('Zoe (user:other)')
    })

    it('gives tickets to agents that exist and work here', async () => {
      const unknown = await assign('maya', open1, 'Nobody Known')
      expect([unknown.statusCode, unknown.json().error.message]).toEqual([
        400,
        expect.stringContaining('There is no agent "Nobody Known"'),
      ])
      expect((await assign('maya', open1, 'jonas')).statusCode).toBe(200)
    })

    it('disables who leaves and hands their tickets over in one step', async () => {
      const { database } = opened
      const pending = await addTicket(database, { status: 'pending', assignee: 'jonas' })
      const solved = await addTicket(database, { status: 'solved', assignee: 'jonas' })
      const url = '/api/tickets/agents/jonas/disable'
      expect((await post('maya', url, { handOverTo: 'maya' })).statusCode).toBe(403)
      expect((await post('ada', url, { handOverTo: 'nobody' })).statusCode).toBe(400)
      expect(
        (await post('ada', '/api/tickets/agents/ada/disable', { handOverTo: null })).statusCode,
      ).toBe(400)
      expect((await post('ada', url, { handOverTo: 'maya' })).json()).toEqual({
        disabled: true,
        handedOver: 1,
      })
      const ticketOf = async (id: number) =>
        ticketSchema.parse((await as('maya', { url: `/api/tickets/${id}` })).json())
      expect(await ticketOf(pending)).toMatchObject({ assignee: 'maya', version: 2 })
      expect((await ticketOf(pending)).messages.at(-1)).toMatchObject({
        author: 'ada',
        body: 'ada handed the ticket over from jonas to maya',
      })
      expect((await ticketOf(solved)).assignee).toBe('jonas')
      expect((await as('jonas', { url: '/api/tickets' })).statusCode).toBe(403)
      expect((await assign('maya', open1, 'jonas')).statusCode).toBe(400)
      const list = deskAgentsSchema.parse((await as('ada', { url: '/api/tickets/agents' })).json())
      expect(list.agents.find((agent) => agent.name === 'maya')).toMatchObject({
        pending: 1,
        isKnown: true,
      })
      expect((await post('ada', '/api/tickets/agents/jonas/enable', {})).statusCode).toBe(200)
      expect((await as('jonas', { url: '/api/tickets' })).statusCode).toBe(200)
    })

    const asProxy = (options: InjectOptions) =>
      app.inject({ ...options, headers: { [serviceHeader]: serviceCredential(sessionKey) } })

    it('keeps the ledger for the proxy, and for nobody else', async () => {
      const url = '/internal/ledger'
      const rows = [
        row,
        {
          ...row,
          traceId: 'trace-2',
          cost: { amount: 0.2, currency: 'USD', is: 'list', listDate: '2026-11-01' },
        },
        {
          ...row,
          traceId: 'trace-3',
          owner: 'name:jonas',
          person: 'jonas',
          model: 'odd',
          cost: undefined,
        },
        { traceId: 'from a newer proxy' },
      ]
      for (const who of ['ada', 'mail'] as const)
        expect((await post(who, url, { rows })).statusCode).toBe(404)
      for (let times = 0; times < 2; times += 1) {
        expect((await asProxy({ method: 'POST', url, payload: { rows } })).statusCode).toBe(204)
      }
      const period = 'from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z'
      expect((await asProxy({ url: `${url}/sums?${period}&by=person` })).json()).toEqual({
        rows: [
          {
            key: 'jonas',
            runs: 1,
            promptTokens: 10,
            completionTokens: 20,
            cost: { amount: 0, currency: 'USD', is: 'unknown' },
          },
          {
            key: 'maya',
            runs: 2,
            promptTokens: 20,
            completionTokens: 40,
            cost: { amount: 0.3, currency: 'USD', is: 'mixed' },
          },
        ],
      })
      for (const [by, key] of [
        ['day', '2026-11-20'],
        ['model', 'openai/gpt-4.1'],
        ['skill', 'none'],
        ['provider', 'openai'],
      ]) {
        const sums = await asProxy({ url: `${url}/sums?${period}&by=${by}&owner=name:maya` })
        expect(sums.json().rows.map((each: { key: string }) => each.key)).toEqual([key])
      }
      expect(
        (await asProxy({ url: `${url}/spent?since=2026-11-20T10:00:00Z` })).json().rows,
      ).toContainEqual({
        owner: 'name:maya',
        person: 'maya',
        usd: 0.3,
        tokens: 60,
      })
      expect(
        (await asProxy({ url: `${url}/spent?since=2026-11-20T10:00:01Z` })).json().rows,
      ).toEqual([])
      expect((await asProxy({ url: `${url}/runs/trace-3` })).json()).toEqual({
        owner: 'name:jonas',
      })
      expect((await asProxy({ url: `${url}/runs/none` })).statusCode).toBe(404)
    })

    const send = async (fields: object) => {
      const payload = { kind: 'agent', body: 'Hello', ...fields }
      const answer = await post('maya', `/api/tickets/${open1}/messages`, payload)
      return ticketSchema.parse(answer.json()).messages.at(-1)
    }

    it('knows from the ledger which model wrote a text', async () => {
      await asProxy({ method: 'POST', url: '/internal/ledger', payload: { rows: [row] } })
      expect(await send({ provenance: 'Claude', traceId: 'trace-1' })).toMatchObject({
        provenance: 'openai · gpt-4.1',
        provenanceIs: 'verified',
      })
      expect(await send({ provenance: 'Claude' })).toMatchObject({ provenanceIs: 'claimed' })
      expect(await send({})).toMatchObject({ provenance: null, provenanceIs: null })
      expect(await opened.database.$count(messages)).toBe(3)
    })
  })
}

it('lets the page of a desk without sign-in say which demo agent acts', async () => {
  const [first] = testDatabases()
  const opened = await first?.open?.()
  if (!opened) throw new Error('PGlite is always there.')
  const desk = createDesk({ database: opened.database, currentAgent: 'Demo' })
  await desk.agents.ensure('Demo')
  await desk.agents.ensure('Zoë Łuk')
  const app = await buildApp({ ...desk, access: testAccess() })
  const acting = async (header?: string) => {
    const headers = header === undefined ? {} : { 'x-askdesk-agent': header }
    const answer = await app.inject({ url: '/api/tickets/facets', headers })
    return answer.statusCode === 200 ? answer.json().currentAgent : answer.json().error.message
  }
  expect(await acting()).toBe('Demo')
  expect(await acting(encodeURIComponent('Zoë Łuk'))).toBe('Zoë Łuk')
  expect(await acting(Buffer.from('Zoë Łuk').toString('latin1'))).toBe('Zoë Łuk')
  expect(await acting('Nobody')).toContain('names no agent')
  await app.close()
  await opened.close()
})
