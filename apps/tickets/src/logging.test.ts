import { errorBodySchema } from '@askdesk/contracts'
import { expect, it } from 'vitest'
import { buildApp } from './app.ts'
import { openPglite } from './db/pglite.ts'
import { testAccess } from './testing/access.ts'
import { addTicket } from './testing/ticket-factory.ts'
import { createDesk } from './desk.ts'

it('logs what was asked and what broke, and no word of a ticket or a search', async () => {
  const lines: string[] = []
  const { database, close } = await openPglite('memory://')
  const id = await addTicket(database, { subject: 'A secret subject' })
  const app = await buildApp({
    access: testAccess(),
    ...createDesk({ database, currentAgent: 'Maya' }),
    logLevel: 'info',
    logStream: { write: (line) => lines.push(line) },
  })
  const reply = () =>
    app.inject({
      method: 'POST',
      url: `/api/tickets/${id}/messages`,
      payload: { kind: 'agent', body: 'A secret answer' },
    })
  await app.inject({ method: 'GET', url: '/api/tickets?q=secret' })
  await app.inject({ method: 'GET', url: '/api/tickets?view=secret' })
  expect((await reply()).statusCode).toBe(201)
  await close()
  const failed = await reply()
  const unready = await app.inject({ method: 'GET', url: '/readyz' })
  await app.close()

  expect(failed.statusCode).toBe(503)
  expect(failed.body).not.toContain('secret')
  expect(errorBodySchema.parse(failed.json()).error).toMatchObject({
    code: 'unavailable',
    retryable: false,
  })
  expect(unready.statusCode).toBe(503)
  const log = lines.join('')
  expect(log).toContain('"route":"/api/tickets/:id/messages","status":503')
  expect(log).toContain('"fault":"stopped"')
  expect(log).not.toContain('secret')
})
