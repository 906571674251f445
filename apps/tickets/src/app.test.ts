import {
  errorBodySchema,
  ticketConflictSchema,
  ticketCountsSchema,
  ticketFacetsSchema,
  ticketListSchema,
  ticketSchema,
  ticketViews,
} from '@askdesk/contracts'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from './app.ts'
import { defaultAgent } from './config.ts'
import type { OpenDatabase } from './db/database.ts'
import { openPglite } from './db/pglite.ts'
import { seedDatabase } from './db/seed/seed.ts'
import { testAccess } from './testing/access.ts'
import { createDesk } from './desk.ts'

let opened: OpenDatabase
let app: FastifyInstance

beforeAll(async () => {
  opened = await openPglite('memory://')
  await seedDatabase(opened.database, new Date())
  const { database } = opened
  app = await buildApp({
    ...createDesk({ database, currentAgent: defaultAgent }),
    access: testAccess(),
  })
})
afterAll(async () => {
  await app.close()
  await opened.close()
})

const get = (url: string) => app.inject({ method: 'GET', url })

const patchRaw = (headers: Record<string, string>, payload: string, id = 1042) =>
  app.inject({ method: 'PATCH', url: `/api/tickets/${id}`, headers, payload })
const patch = (id: number, body: unknown, ifMatch?: string) =>
  patchRaw(
    { 'content-type': 'application/json', ...(ifMatch ? { 'if-match': ifMatch } : {}) },
    typeof body === 'string' ? body : JSON.stringify(body),
    id,
  )
const versionOf = async (id: number) =>
  ticketSchema.parse((await get(`/api/tickets/${id}`)).json()).version
const addMessage = (id: number | string, payload: object) =>
  app.inject({ method: 'POST', url: `/api/tickets/${id}/messages`, payload })

async function fault(url: string): Promise<{ status: number; message: string }> {
  const response = await get(url)
  return {
    status: response.statusCode,
    message: errorBodySchema.parse(response.json()).error.message,
  }
}

describe('the list', () => {
  it('answers in the shape of the contract, 50 at a time', async () => {
    const response = await get('/api/tickets')
    expect(response.statusCode).toBe(200)
    expect(response.headers['cache-control']).toBe('no-store')
    const list = ticketListSchema.strict().parse(response.json())
    expect(list.tickets).toHaveLength(50)
    expect(list.total).toBeGreaterThan(50)
    const next = ticketListSchema.parse(
      (await get(`/api/tickets?cursor=${list.nextCursor}`)).json(),
    )
    expect(next.tickets).toHaveLength(list.total - 50)
    expect(next.nextCursor).toBeNull()
  })

  it('takes an empty parameter for none, and repeated ones for several values', async () => {
    const plain = await get('/api/tickets')
    const empty = await get(
      '/api/tickets?view=&status=&priority=&assignee=&tag=&q=&sort=&cursor=&limit=',
    )
    expect(empty.json()).toEqual(plain.json())
    const repeated = await get('/api/tickets?status=open&status=pending')
    expect(repeated.json()).toEqual((await get('/api/tickets?status=open,pending')).json())
  })

  it('names every wrong parameter and what would be right', async () => {
    const { status, message } = await fault(
      '/api/tickets?view=x&status=open,foo&sort=date&limit=0&colour=red',
    )
    expect(status).toBe(400)
    expect(message).toContain('view "x" is not one of open, mine, unassigned')
    expect(message).toContain('status "foo" is not one of open, pending, solved, closed')
    expect(message).toContain('sort "date" is not one of updated_desc')
    expect(message).toContain('limit must be a whole number from 1 to 200')
    expect(message).toContain('"colour" is not known here, only view, status')
  })

  it('counts per view and offers the filters', async () => {
    const counts = ticketCountsSchema.parse((await get('/api/tickets/counts')).json())
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(0)
    const facets = ticketFacetsSchema.strict().parse((await get('/api/tickets/facets')).json())
    expect(facets.currentAgent).toBe(defaultAgent)
    expect(facets.assignees).toHaveLength(6)
    const totals = await Promise.all(
      ticketViews.map(async (view) => {
        const list = ticketListSchema.parse((await get(`/api/tickets?view=${view}`)).json())
        return [view, list.total]
      }),
    )
    expect(Object.fromEntries(totals)).toEqual(counts)
  })
})

describe('one ticket', () => {
  it('comes with its thread and its version as the entity tag', async () => {
    const response = await get('/api/tickets/1042')
    const ticket = ticketSchema.strict().parse(response.json())
    expect(response.headers.etag).toBe(`"${ticket.version}"`)
    expect(ticket.messages.length).toBeGreaterThan(3)
  })

  it.each(['abc', '0', '-1', '1042.0', '%231042', '99999999999', 'null'])(
    'refuses the id %s',
    async (id) => {
      expect(await fault(`/api/tickets/${id}`)).toMatchObject({ status: 400 })
    },
  )

  it('says when there is none', async () => {
    expect(await fault('/api/tickets/999999')).toEqual({
      status: 404,
      message: 'There is no ticket #999999.',
    })
  })
})

describe('a change', () => {
  it.each([
    ['"%"', (version: number) => `"${version}"`],
    ['%', (version: number) => String(version)],
    ['W/"%"', (version: number) => `W/"${version}"`],
  ])('is made for If-Match: %s', async (form, ifMatch) => {
    const version = await versionOf(1041)
    const response = await patch(1041, { subject: `By ${form}` }, ifMatch(version))
    expect(response.statusCode).toBe(200)
    expect(response.headers.etag).toBe(`"${version + 1}"`)
    expect(ticketSchema.parse(response.json()).subject).toBe(`By ${form}`)
  })

  it('is made for a version in the body, and refused when the header says another', async () => {
    const version = await versionOf(1040)
    const done = await patch(1040, { priority: 'low', version })
    expect(done.statusCode).toBe(200)
    const torn = await patch(1040, { priority: 'high', version }, `"${version + 1}"`)
    expect(torn.statusCode).toBe(400)
    const agreed = await patch(1040, { priority: 'high', version: version + 1 }, `"${version + 1}"`)
    expect(agreed.statusCode).toBe(200)
  })

  it('meets 409 with the ticket as it is when somebody was faster', async () => {
    const version = await versionOf(1039)
    await patch(1039, { priority: 'high', version })
    expect((await patch(1039, { tags: { add: ['late'] }, version })).statusCode).toBe(200)
    const late = await patch(1039, { priority: 'urgent', status: 'closed', version })
    expect(late.statusCode).toBe(409)
    const { error, ticket } = ticketConflictSchema.strict().parse(late.json())
    expect(error).toMatchObject({ type: 'conflict_error', code: 'invalid_request' })
    expect(error.message).toContain(
      `you sent version ${version}, it is now at version ${version + 2}`,
    )
    expect(ticket).toMatchObject({ version: version + 2, priority: 'high', status: 'solved' })
  })

  it.each([
    ['no version', { status: 'open' }, undefined, 'send its version as If-Match'],
    ['a wild header', {}, '*', 'The If-Match header must hold one version'],
    ['several tags', {}, '"1", "2"', 'The If-Match header must hold one version'],
    ['an unknown field', { version: 1, id: 7 }, undefined, '"id" is not known here, only subject'],
    ['a wrong status', { version: 1, status: 'done' }, undefined, 'status "done" is not one of'],
    ['an empty subject', { version: 1, subject: '  ' }, undefined, 'subject must not be empty'],
    ['a NUL', { version: 1, subject: 'a\u0000b' }, undefined, 'subject holds a NUL'],
    ['a NUL in a tag', { version: 1, tags: ['\u0000'] }, undefined, 'tags holds a NUL'],
    [
      'a NUL in a new tag',
      { version: 1, tags: { add: ['\u0000'] } },
      undefined,
      'tags holds a NUL',
    ],
    ['a comma in a new tag', { version: 1, tags: { add: ['a,b'] } }, undefined, 'tags must not'],
    ['tags that are a word', { version: 1, tags: 'a' }, undefined, 'tags has none of the forms'],
    ['a wrong edit', { version: 1, tags: { added: ['a'] } }, undefined, '"added"'],
    ['a long tag', { version: 1, tags: ['x'.repeat(41)] }, undefined, 'tags must be at most 40'],
    ['a comma in a tag', { version: 1, tags: ['a,b'] }, undefined, 'tags must not contain a comma'],
    ['a filter word', { version: 1, assignee: 'me' }, undefined, 'assignee must be the name of'],
    ['a day only', { version: 1, dueAt: '2026-03-01' }, undefined, 'dueAt must be a date and time'],
    ['year 0', { version: 1, dueAt: '0000-01-01T00:00:00Z' }, undefined, 'dueAt must lie between'],
    ['a list', [], undefined, 'must be a JSON object'],
    ['null', null, undefined, 'must be a JSON object'],
    ['half of it', '{"status":', undefined, 'not valid JSON'],
    ['nothing', '', undefined, 'is empty'],
    ['__proto__', '{"__proto__":{"x":1},"version":1}', undefined, 'forbidden key'],
    ['a deep nest', `{"subject":${'['.repeat(15_000)}${']'.repeat(15_000)}}`, undefined, 'subject'],
    [
      'a hundred thousand tags',
      JSON.stringify({ tags: Array.from({ length: 100_000 }, () => 1) }),
      undefined,
      'holds more than 20000 values',
    ],
  ])('is refused for %s', async (_what, body, ifMatch, sentence) => {
    const response = await patch(1042, body, ifMatch)
    expect(response.statusCode).toBe(400)
    expect(errorBodySchema.parse(response.json()).error.message).toContain(sentence)
  })

  it('is only taken as plain JSON of up to 1 MiB', async () => {
    const plain = await patchRaw({ 'content-type': 'text/plain' }, '{}')
    expect(plain.statusCode).toBe(415)
    expect(errorBodySchema.parse(plain.json()).error.code).toBe('invalid_request')
    expect((await patchRaw({}, '{}')).statusCode).toBe(415)
    const json = { 'content-type': 'application/json' }
    expect((await patchRaw({ ...json, 'content-encoding': 'gzip' }, '{}')).statusCode).toBe(415)
    const huge = await patchRaw(json, JSON.stringify({ subject: 'x'.repeat(1_100_000) }))
    expect(huge.statusCode).toBe(413)
    expect(errorBodySchema.parse(huge.json()).error.code).toBe('payload_too_large')
  })

  it('lets one of 20 requests at one version win', async () => {
    const version = await versionOf(1038)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        patch(1038, { subject: `Racer ${at}` }, `"${version}"`),
      ),
    )
    const statuses = answers.map(({ statusCode }) => statusCode).toSorted()
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 409)])
  })
})

describe('a message', () => {
  it('is added in the name of the current agent', async () => {
    const response = await addMessage(1037, { kind: 'note', body: '  Call back first.  ' })
    expect(response.statusCode).toBe(201)
    expect(ticketSchema.parse(response.json()).messages.at(-1)).toMatchObject({
      kind: 'note',
      author: defaultAgent,
      body: 'Call back first.',
      provenance: null,
    })
  })

  it('is one message when it is sent again with its Idempotency-Key', async () => {
    const [first, again] = [await sendOnce('Once', '"a-1"'), await sendOnce('Once', 'a-1')]
    expect([first.statusCode, again.statusCode]).toEqual([201, 201])
    expect(ticketSchema.parse(again.json()).version).toBe(ticketSchema.parse(first.json()).version)
    expect((await sendOnce('Twice', 'a-1')).statusCode).toBe(422)
    const wild = await sendOnce('Wild', 'a b')
    expect(wild.statusCode).toBe(400)
    expect(errorBodySchema.parse(wild.json()).error.message).toContain(
      'Idempotency-Key header must',
    )
  })

  it('meets 409 when the customer wrote since', async () => {
    const response = await addMessage(1037, { kind: 'agent', body: 'Hello', version: 1 })
    expect(response.statusCode).toBe(409)
    expect(ticketConflictSchema.parse(response.json()).ticket.id).toBe(1037)
  })

  it('may be as long as 20,000 characters of any script, and no longer', async () => {
    expect((await addMessage(1037, { kind: 'note', body: '字'.repeat(20_000) })).statusCode).toBe(
      201,
    )
    expect((await addMessage(1037, { kind: 'note', body: 'x'.repeat(20_001) })).statusCode).toBe(
      400,
    )
  })

  it.each([
    [{ kind: 'system', body: 'x' }, 'kind "system" is not one of agent, note'],
    [{ kind: 'agent' }, 'body is missing'],
    [{ kind: 'agent', body: ' \n ' }, 'body must not be empty'],
    [{ kind: 'agent', body: 'x', author: 'Eve' }, '"author" is not known here'],
    [{ kind: 'agent', body: 'x', version: 1.5 }, 'version must be an integer'],
  ])('is refused for %j', async (body, sentence) => {
    const response = await addMessage(1037, body)
    expect(response.statusCode).toBe(400)
    expect(errorBodySchema.parse(response.json()).error.message).toContain(sentence)
  })

  it('needs a ticket', async () => {
    expect((await addMessage(999_999, { kind: 'note', body: 'x' })).statusCode).toBe(404)
    expect((await addMessage('abc', { kind: 'note', body: 'x' })).statusCode).toBe(400)
  })
})

describe('everything else', () => {
  it('is alive and ready', async () => {
    expect((await get('/healthz')).json()).toEqual({ status: 'ok' })
    expect((await get('/readyz')).json()).toEqual({ status: 'ready' })
  })

  it.each([
    '/',
    '/.env',
    '/api',
    '/api/tickets/',
    '/api/tickets/1042/x',
    '/api/..%2f..%2fetc',
    '/%',
  ])('answers %s with the error shape', async (url) => {
    const { status } = await fault(url)
    expect([400, 404]).toContain(status)
  })
})

function sendOnce(body: string, key: string) {
  return app.inject({
    method: 'POST',
    url: '/api/tickets/1036/messages',
    headers: { 'idempotency-key': key },
    payload: { kind: 'note', body },
  })
}
