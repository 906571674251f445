import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { HttpError } from './errors.ts'
import { requestJson } from './http.ts'

const schema = z.object({ name: z.string() })
let close: () => void = () => undefined
afterEach(() => close())

/** A real server that answers everything with `listener`; returns its address. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  close = () => {
    server.closeAllConnections()
    server.close()
  }
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

async function failure(promise: Promise<unknown>): Promise<HttpError> {
  const error: unknown = await promise.catch((thrown: unknown) => thrown)
  if (error instanceof HttpError) return error
  throw new Error(`expected an HttpError, got ${String(error)}`)
}

test('a good answer is parsed, what is sent is JSON', async () => {
  let seen = ''
  const url = await serve((request, response) => {
    seen = `${request.method} ${request.headers['content-type']}`
    request.pipe(response)
  })
  const body = { name: 'Ana', more: 1 }
  expect(await requestJson(schema, url, { method: 'POST', body })).toEqual({ name: 'Ana' })
  expect(seen).toBe('POST application/json')
})

test('an error in the contract’s shape keeps its sentence, its code and the whole body', async () => {
  const error = { message: 'Too fast.', type: 'x', code: 'rate_limited', retryable: true }
  const url = await serve((_request, response) => {
    response.writeHead(429).end(JSON.stringify({ error, ticket: 7 }))
  })
  const thrown = await failure(requestJson(schema, url))
  expect(thrown).toMatchObject({ status: 429, message: 'Too fast.', apiError: error })
  expect(thrown.body).toEqual({ error, ticket: 7 })
})

test.each([
  [500, '<h1>Oops</h1>', 'The server failed (status 500)', true],
  [404, '', 'The server refused this (status 404)', false],
  [200, '{"name":1}', 'an answer this page does not understand', false],
  [200, 'not json', 'an answer this page does not understand', false],
])('status %i with %j becomes a sentence of ours', async (status, text, words, retryable) => {
  const url = await serve((_request, response) => response.writeHead(status).end(text))
  const thrown = await failure(requestJson(schema, url))
  expect(thrown.message).toContain(words)
  expect(thrown.apiError.retryable).toBe(retryable)
})

test('a server that is not there, and one that stays silent, are told apart', async () => {
  const url = await serve(() => undefined)
  const silent = await failure(requestJson(schema, url, { timeoutMs: 50 }))
  expect(silent.apiError.code).toBe('upstream_timeout')
  close()
  const gone = await failure(requestJson(schema, url))
  expect(gone.apiError.code).toBe('upstream_unreachable')
})

test('a request that was called off is an abort, not an error', async () => {
  const controller = new AbortController()
  const url = await serve(() => controller.abort())
  const thrown = await requestJson(schema, url, { signal: controller.signal }).catch(
    (error: unknown) => error,
  )
  expect(thrown).toMatchObject({ name: 'AbortError' })
})
