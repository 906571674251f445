import { expect, test } from 'vitest'
import { requestHeaders, responseHeaders } from './forward-headers.ts'

const behind = {
  host: 'desk.example',
  'x-forwarded-for': '203.0.113.9',
  'x-forwarded-host': 'support.example',
  'x-forwarded-proto': 'https',
  forwarded: 'for=203.0.113.9',
}

test('what an unknown client says of its way here is not believed', () => {
  expect(requestHeaders(behind, { address: '198.51.100.4', trusted: false })).toEqual({
    'x-forwarded-for': '198.51.100.4',
    'x-forwarded-host': 'desk.example',
    'x-forwarded-proto': 'http',
  })
})

test('what a reverse proxy of ours says is passed on, with itself added', () => {
  expect(requestHeaders(behind, { address: '10.0.0.1', trusted: true })).toEqual({
    'x-forwarded-for': '203.0.113.9, 10.0.0.1',
    'x-forwarded-host': 'support.example',
    'x-forwarded-proto': 'https',
  })
})

test('a body of unknown length stays one', () => {
  const incoming = { host: 'a', 'transfer-encoding': 'chunked', connection: 'keep-alive' }
  expect(requestHeaders(incoming, { address: undefined, trusted: false })).toMatchObject({
    'transfer-encoding': 'chunked',
    'x-forwarded-for': '',
  })
})

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
