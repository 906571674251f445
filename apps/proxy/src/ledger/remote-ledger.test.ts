import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LedgerRow } from '@askdesk/contracts'
import { serviceCredential, serviceHeader } from '@askdesk/service'
import fastify from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Ledger } from './ledger.ts'
import { openLedger } from './open-ledger.ts'
import { ledgerRow } from './testing/row.ts'

const sessionKey = 'a-session-key-of-more-than-32-characters'
const log = fastify({ logger: false }).log

type Tickets = {
  readonly url: URL
  /** Of each batch that came, the rows' trace ids. */
  readonly batches: string[][]
  readonly rows: Map<string, LedgerRow>
  close(): Promise<void>
}

let folder: string
const closing: (() => Promise<unknown>)[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'askdesk-outbox-'))
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  rmSync(folder, { recursive: true, force: true })
})

/** Does what the tickets API does with rows, on a real socket. Rows of `poison` are refused. */
async function startTickets(port = 0): Promise<Tickets> {
  const batches: string[][] = []
  const rows = new Map<string, LedgerRow>()
  const server = http.createServer(async (request, response) => {
    if (request.headers[serviceHeader] !== serviceCredential(sessionKey)) {
      return response.writeHead(404).end()
    }
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x')
    const json = (status: number, body: unknown): void =>
      void response.writeHead(status).end(JSON.stringify(body))
    if (pathname === '/internal/ledger/spent') {
      const since = searchParams.get('since') ?? ''
      const found = [...rows.values()].filter(({ at }) => at >= since)
      return json(200, {
        rows: found.map(({ owner, person, cost }) => ({
          owner,
          person,
          usd: cost?.amount ?? 0,
          tokens: 15,
        })),
      })
    }
    const trace = /^\/internal\/ledger\/runs\/(.+)$/.exec(pathname)?.[1]
    if (trace !== undefined) {
      const row = rows.get(trace)
      return row ? json(200, { owner: row.owner }) : json(404, {})
    }
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const sent: LedgerRow[] = JSON.parse(text).rows
    if (sent.length > 500 || sent.some(({ person }) => person === 'poison')) {
      return json(400, { error: {} })
    }
    batches.push(sent.map(({ traceId }) => traceId))
    for (const row of sent) rows.set(row.traceId, row)
    return response.writeHead(204).end()
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as AddressInfo // a listening TCP server has this shape
  const close = async (): Promise<void> => {
    if (!server.listening) return
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  closing.push(close)
  return { url: new URL(`http://127.0.0.1:${address.port}`), batches, rows, close }
}

async function open(ticketsUrl: URL): Promise<Ledger> {
  const ledger = await openLedger({ ticketsUrl, sessionKey, folder }, log)
  closing.push(() => ledger.close().catch(() => undefined))
  return ledger
}

const names = (count: number, prefix: string): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`)

test('rows reach the tickets API, those that come at once together', async () => {
  const tickets = await startTickets()
  const ledger = await open(tickets.url)
  for (const name of names(1200, 'r')) ledger.record(ledgerRow(name))
  await ledger.close()
  expect(tickets.rows.size).toBe(1200)
  expect(tickets.batches.flat()).toHaveLength(1200)
  expect(tickets.batches.length).toBeLessThan(8)
})

test('while the tickets API is away rows wait on disk, and arrive when it is back', async () => {
  const tickets = await startTickets()
  const ledger = await open(tickets.url)
  ledger.record(ledgerRow('before'))
  await expect.poll(() => tickets.rows.size).toBe(1)
  await tickets.close()
  for (const name of names(20, 'away')) ledger.record(ledgerRow(name))
  await expect
    .poll(() => readFileSync(join(folder, 'usage-waiting.jsonl'), 'utf8'))
    .toContain('away19')
  await expect(ledger.spent(new Date(0))).rejects.toMatchObject({ error: { code: 'unavailable' } })
  expect(await ledger.ownerOf('away3')).toBe('name:maya')
  const back = await startTickets(Number(tickets.url.port))
  await expect.poll(() => back.rows.size, { timeout: 10_000 }).toBe(20)
  await expect.poll(() => readFileSync(join(folder, 'usage-waiting.jsonl'), 'utf8')).toBe('')
  const [first] = await ledger.spent(new Date(0))
  expect(first).toMatchObject({ person: 'maya', usd: 0.25 })
})

test('what a stopping proxy could not send, the next one sends', async () => {
  const tickets = await startTickets()
  await tickets.close()
  const first = await open(tickets.url)
  for (const name of names(700, 'r')) first.record(ledgerRow(name))
  await first.close()
  const again = await startTickets(Number(tickets.url.port))
  const second = await open(again.url)
  expect(await second.spent(new Date(0))).toHaveLength(700)
  expect(again.rows.size).toBe(700)
  await second.close()
  const third = await open(again.url)
  await third.close()
  expect(again.batches.flat()).toHaveLength(700)
})

test('a row that is refused for what it is holds up no other', async () => {
  const tickets = await startTickets()
  const ledger = await open(tickets.url)
  ledger.record(ledgerRow('first'))
  for (const name of names(40, 'r'))
    ledger.record(ledgerRow(name, name === 'r17' ? 'poison' : 'maya'))
  await expect.poll(() => tickets.rows.size).toBe(40)
  expect(tickets.rows.has('r17')).toBe(false)
})

test('whose a reply is, is asked of the tickets API where this process does not know', async () => {
  const tickets = await startTickets()
  tickets.rows.set('elsewhere', ledgerRow('elsewhere', 'noor'))
  const ledger = await open(tickets.url)
  expect(await ledger.ownerOf('elsewhere')).toBe('name:noor')
  expect(await ledger.ownerOf('never')).toBeUndefined()
})

test('without a shared key the proxy keeps the ledger itself', async () => {
  const tickets = await startTickets()
  const ledger = await openLedger({ ticketsUrl: tickets.url, sessionKey: undefined, folder }, log)
  ledger.record(ledgerRow('own'))
  await ledger.close()
  expect(tickets.rows.size).toBe(0)
  expect(readdirSync(folder)).toEqual(['usage.jsonl'])
  expect(existsSync(join(folder, 'usage-waiting.jsonl'))).toBe(false)
})
