import { errorBodySchema, ticketSorts, ticketViews } from '@askdesk/contracts'
import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildApp } from './app.ts'
import { writeCursor } from './list/cursor.ts'
import type { OpenDatabase } from './db/database.ts'
import { openPglite } from './db/pglite.ts'
import { parseListQuery } from './list/list-query.ts'
import { addTicket } from './testing/ticket-factory.ts'
import { testAccess } from './testing/access.ts'
import { createDesk } from './desk.ts'

let opened: OpenDatabase
let app: FastifyInstance
let port: number

beforeAll(async () => {
  opened = await openPglite('memory://')
  const { database } = opened
  for (let at = 0; at < 5; at += 1) await addTicket(database, {}, [{ body: 'Hello' }])
  app = await buildApp({
    ...createDesk({ database, currentAgent: 'Maya' }),
    access: testAccess(),
  })
  port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port)
})
afterAll(async () => {
  await app.close()
  await opened.close()
})

/** A small generator of numbers from 0 to 1 that always gives the same ones (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const names = ['view', 'status', 'priority', 'assignee', 'tag', 'q', 'sort', 'cursor', 'limit', 'x']
const words = String.raw`
  high me unassigned 1 200 201 0 -1 1e999 NaN %00 a%00b %27%3B-- %25 _ %5C %5C%25 %F0%9F%9A%B2
  %ED%A0%80 % %zz + , ,,, %2C null [] {} __proto__ constructor %23 %231042 2147483648
  99999999999999999999 0000-01-01 $1 %EF%B7%BA %0d%0a`
const nasty = [
  ...ticketViews,
  ...ticketSorts,
  ...words.trim().split(/\s+/),
  'a'.repeat(3000),
  'a%20'.repeat(60),
  ',a'.repeat(60),
  ',open'.repeat(60),
]

it('answers 3,000 wild lists with 200 or a sentence, never with a failure', async () => {
  const random = randomNumbers(1042)
  const pick = <T>(values: T[]): T | undefined => values[Math.floor(random() * values.length)]
  const seen = new Set<number>()
  for (let round = 0; round < 3000; round += 1) {
    const count = Math.floor(random() * 5)
    const query = Array.from({ length: count }, () => `${pick(names)}=${pick(nasty)}`).join('&')
    const response = await app.inject({ method: 'GET', url: `/api/tickets?${query}` })
    seen.add(response.statusCode)
    if (response.statusCode !== 200) errorBodySchema.parse(response.json())
  }
  expect(seen).toEqual(new Set([200, 400]))
})

it('refuses a cursor that was tampered with, whatever it holds', async () => {
  const parts = [
    'infinity',
    '-infinity',
    '0000-01-01T00:00:00.000Z',
    'x',
    1e30,
    1.5,
    -1,
    '',
    'high',
  ]
  const now = new Date()
  const row = { id: 1, createdAt: now, updatedAt: now, dueAt: null, priority: 'low' } as const
  const seen = new Set<number>()
  for (const sort of ticketSorts) {
    const genuine = writeCursor(parseListQuery({ sort }, 'Maya'), row)
    const cursor: object = JSON.parse(Buffer.from(genuine, 'base64url').toString())
    for (const first of parts) {
      for (const keys of [[], [first], [first, 1], [first, first], [first, first, 1], first]) {
        const forged = Buffer.from(JSON.stringify({ ...cursor, keys })).toString('base64url')
        const url = `/api/tickets?sort=${sort}&cursor=${forged}`
        seen.add((await app.inject({ method: 'GET', url })).statusCode)
      }
    }
  }
  // Some guesses are good keys, and then the list simply starts there.
  expect(seen).toEqual(new Set([200, 400]))
})

it('answers 1,000 wild changes with a client fault or a change, never with a failure', async () => {
  const random = randomNumbers(7)
  const values = [
    null,
    true,
    0,
    -1,
    1.5,
    1e308,
    '',
    ' ',
    'open',
    'urgent',
    '\u0000',
    '\ud800',
    '😀',
    [],
    {},
    ['a', 'a'],
    [1],
    [''],
    ['x'.repeat(41)],
    'x'.repeat(301),
    { length: 1 },
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '2026-02-30T00:00:00Z',
    '1e3',
  ]
  const fields = ['subject', 'status', 'priority', 'assignee', 'tags', 'dueAt', 'version', 'kind']
  const more = ['body', 'provenance', '__proto__', 'constructor', 'toString', 'messages']
  const pick = <T>(list: T[]): T | undefined => list[Math.floor(random() * list.length)]
  const seen = new Set<number>()
  for (let round = 0; round < 1000; round += 1) {
    const entries = Array.from({ length: Math.ceil(random() * 4) }, () => [
      pick([...fields, ...more]),
      pick(values),
    ])
    const isMessage = random() < 0.5
    const response = await app.inject({
      method: isMessage ? 'POST' : 'PATCH',
      url: `/api/tickets/1001${isMessage ? '/messages' : ''}`,
      headers: { 'content-type': 'application/json', 'if-match': `"${Math.floor(random() * 4)}"` },
      payload: JSON.stringify(Object.fromEntries(entries)),
    })
    seen.add(response.statusCode)
    if (response.statusCode >= 400) errorBodySchema.parse(response.json())
  }
  expect([...seen].filter((status) => status >= 500)).toEqual([])
  expect(seen.has(400)).toBe(true)
})

it.each([
  ['no HTTP at all', 'hello\r\n\r\n', 400],
  [
    'two lengths',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    400,
  ],
  ['huge headers', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(70_000)}\r\n\r\n`, 431],
])('answers %s in the one error shape and hangs up', async (_what, request, status) => {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(request)
  const answer = await text(socket)
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  const body: unknown = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))
  expect(errorBodySchema.parse(body).error).toMatchObject({ code: 'invalid_request', status })
})
