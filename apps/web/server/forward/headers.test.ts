import { expect, test } from 'vitest'
import { requestHeaders, responseHeaders } from './headers.ts'

const asker = { address: '198.51.100.4', host: 'desk.example', isSecure: true }

test('the way here is told by us alone', () => {
  const behind = {
    host: 'desk.example',
    'x-forwarded-for': '203.0.113.9',
    'x-forwarded-host': 'support.example',
    'x-forwarded-proto': 'http',
    'x-askdesk-service': 'stolen',
    forwarded: 'for=203.0.113.9',
  }
  expect(requestHeaders(behind, asker)).toEqual({
    'x-forwarded-for': '198.51.100.4',
    'x-forwarded-host': 'desk.example',
    'x-forwarded-proto': 'https',
  })
})

test('framing is never taken over', () => {
  const incoming = { 'transfer-encoding': 'chunked', 'content-length': '3', connection: 'close' }
  const names = Object.keys(requestHeaders(incoming, asker))
  expect(names).not.toContain('transfer-encoding')
  expect(names).not.toContain('content-length')
})

test('of the cookies only our own go on', () => {
  const cookie = 'other=1; askdesk-session=a; __Host-askdesk=b; askdesk-oidc=c; xaskdesk-session=d'
  expect(requestHeaders({ cookie }, asker)['cookie']).toBe(
    'askdesk-session=a; __Host-askdesk=b; askdesk-oidc=c',
  )
  expect(requestHeaders({ cookie: 'other=1' }, asker)).not.toHaveProperty('cookie')
})

test.each([
  'content-length',
  'Content-Type',
  'transfer-encoding',
  'host',
  'cookie',
  'authorization',
  'origin',
  'sec-fetch-site',
  'x-forwarded-for',
  'x-askdesk-agent',
  'if-match',
  'If-None-Match',
  'idempotency-key',
  'last-event-id',
  'accept',
  'close, content-length',
  ' ,, CONTENT-LENGTH ,',
  'keep-alive,\tauthorization',
])('Connection: %s cannot take a field away that is relied on', (connection) => {
  expect(() => requestHeaders({ connection }, asker)).toThrow(/Connection header names a field/)
})

test.each(['close', 'keep-alive', 'Upgrade', 'keep-alive, te', '', 'hop, trailer'])(
  'Connection: %s is an ordinary one',
  (connection) => {
    expect(requestHeaders({ connection, hop: '1', kept: '2' }, asker)).toMatchObject({ kept: '2' })
  },
)

test('an answer keeps its cookies and loses what belonged to its connection', () => {
  expect(
    responseHeaders({
      'set-cookie': ['a=1', 'b=2'],
      'content-type': 'text/event-stream',
      connection: 'close, X-Private',
      'x-private': '1',
      'transfer-encoding': 'chunked',
    }),
  ).toEqual({ 'set-cookie': ['a=1', 'b=2'], 'content-type': 'text/event-stream' })
})
