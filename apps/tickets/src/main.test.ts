import { ticketListSchema, ticketSchema, type Ticket } from '@askdesk/contracts'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { startService } from './testing/service.ts'

let folder: string
let started: ReturnType<typeof startService>[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askdesk-tickets-'))
  started = []
})
afterEach(async () => {
  for (const { child, ended } of started) {
    child.kill('SIGKILL')
    await ended
  }
  await rm(folder, { recursive: true, force: true })
})

function start(environment: Record<string, string> = {}): ReturnType<typeof startService> {
  const service = startService({ TICKETS_DATA_DIR: folder, ...environment })
  started.push(service)
  return service
}

async function readTicket(url: string): Promise<Ticket> {
  return ticketSchema.parse(await (await fetch(`${url}/api/tickets/1042`)).json())
}

async function patch(url: string, version: number, subject: string): Promise<Response> {
  return fetch(`${url}/api/tickets/1042`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'if-match': `"${version}"` },
    body: JSON.stringify({ subject }),
  })
}

it('keeps every acknowledged change through a clean stop and through kill -9', async () => {
  // Left behind by a first start that is killed while it lays out its files.
  await mkdir(join(folder, 'pgdata.new'))
  await writeFile(join(folder, 'pgdata.new', 'PG_VERSION'), '')
  await writeFile(join(folder, 'service.pid'), '')

  const first = start()
  const firstUrl = await first.ready
  const fresh = await readTicket(firstUrl)
  expect((await patch(firstUrl, fresh.version, 'Before the stop')).status).toBe(200)
  first.child.kill('SIGTERM')
  expect(await first.ended).toEqual({ code: 0, signal: null, stderr: '' })

  const second = start()
  const secondUrl = await second.ready
  expect(await readTicket(secondUrl)).toMatchObject({
    subject: 'Before the stop',
    version: fresh.version + 1,
    // Not seeded a second time.
    createdAt: fresh.createdAt,
  })
  expect((await patch(secondUrl, fresh.version + 1, 'Before the kill')).status).toBe(200)
  second.child.kill('SIGKILL')
  expect(await second.ended).toMatchObject({ signal: 'SIGKILL' })

  const third = start()
  const thirdUrl = await third.ready
  expect((await readTicket(thirdUrl)).subject).toBe('Before the kill')
  const list = ticketListSchema.parse(await (await fetch(`${thirdUrl}/api/tickets`)).json())
  expect(list.total).toBeGreaterThanOrEqual(48)
})

it('keeps acknowledged changes when it is killed in the middle of many', async () => {
  const first = start()
  const url = await first.ready
  let { version } = await readTicket(url)
  let acknowledged = version
  const writing = (async () => {
    for (; ; version += 1) {
      const response = await patch(url, version, `Change ${version}`)
      if (response.status !== 200) throw new Error(`Refused with ${response.status}`)
      await response.text()
      acknowledged = version + 1
      // The kill comes while the next change is on its way.
      if (acknowledged === 25) first.child.kill('SIGKILL')
    }
  })()
  await expect(writing).rejects.toThrow('fetch failed')

  const after = await readTicket(await start().ready)
  expect(after.version).toBeGreaterThanOrEqual(acknowledged)
  expect(after.subject).toBe(`Change ${after.version - 1}`)
})

it('told to stop, is not ready any more, and answers until a balancer had its time', async () => {
  const { child, ready, ended } = start({ SHUTDOWN_GRACE_MS: '1500' })
  const url = await ready
  child.kill('SIGTERM')
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(503)
  expect((await fetch(`${url}/api/tickets/counts`)).status).toBe(200)
  expect(await ended).toEqual({ code: 0, signal: null, stderr: '' })
})

it('refuses a data folder that another process works in', async () => {
  const first = start()
  await first.ready
  const { code, stderr } = await start().ended
  expect(code).toBe(1)
  expect(stderr).toContain(`is in use by process ${first.child.pid}`)
  expect(stderr).toContain('TICKETS_DATA_DIR')
})

it('reports a taken port and gives the data folder back', async () => {
  const squatter = createServer().listen(0, '127.0.0.1')
  await once(squatter, 'listening')
  try {
    const { port } = z.object({ port: z.number() }).parse(squatter.address())
    const { code, stderr } = await start({ PORT: String(port), ASKDESK_PORT_NAME: 'TICKETS_PORT' })
      .ended
    expect(code).toBe(1)
    expect(stderr).toContain(`port ${port} on 127.0.0.1 is taken. Set TICKETS_PORT to another one.`)
    expect(await readdir(folder)).toEqual(['pgdata'])
  } finally {
    squatter.close()
  }
})

it('names all problems of its settings and none of their values', async () => {
  const { code, stderr } = await start({ PORT: 'x', DATABASE_URL: 'mysql://u:hunter2@h' }).ended
  expect(code).toBe(1)
  expect(stderr).toContain('PORT must be')
  expect(stderr).toContain('DATABASE_URL must begin')
  expect(stderr).not.toContain('hunter2')
})

it('says that the database cannot be reached, without its address', async () => {
  const { code, stderr } = await start({ DATABASE_URL: 'postgres://u:hunter2@127.0.0.1:1/x' }).ended
  expect(code).toBe(1)
  expect(stderr).toContain('DATABASE_URL could not be opened (ECONNREFUSED)')
  expect(stderr).not.toContain('hunter2')
})

it('works under the name that it is given, and stops when the launcher goes away', async () => {
  const service = start({
    TICKETS_DATA_DIR: 'memory://',
    CURRENT_AGENT: 'Ada',
    TICKETS_SEED: 'false',
  })
  const facets = await (await fetch(`${await service.ready}/api/tickets/facets`)).json()
  expect(facets).toEqual({
    assignees: ['Ada'],
    agents: [{ name: 'Ada', isMe: true }],
    tags: [],
    currentAgent: 'Ada',
  })
  service.child.disconnect()
  expect(await service.ended).toEqual({ code: 0, signal: null, stderr: '' })
})
