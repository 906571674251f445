import OpenAI, { APIError } from 'openai'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildGateway, type Gateway } from '../../apps/demo-gateway/src/server.ts'
import { startProxy, type Proxy } from '../proxy/harness.ts'
import { browserFetch } from './browser-fetch.ts'

const origin = 'https://desk.example'
let gateway: Gateway
let proxy: Proxy

beforeAll(async () => {
  gateway = buildGateway({ pace: 0, record: false })
  const url = await gateway.listen({ host: '127.0.0.1', port: 0 })
  proxy = await startProxy(url, { CORS_ORIGINS: origin })
})
afterAll(async () => {
  await proxy.close()
  await gateway.close()
})

function clientOf(from: string): OpenAI {
  return new OpenAI({
    baseURL: `${proxy.url}/v1`,
    apiKey: 'any',
    organization: 'org-1',
    project: 'proj-1',
    maxRetries: 0,
    dangerouslyAllowBrowser: true,
    fetch: browserFetch(from),
  })
}

test('the official SDK asks from a page of an allowed origin, streamed, with a helper', async () => {
  const stream = clientOf(origin).chat.completions.stream({
    model: 'openai/gpt-4.1',
    messages: [{ role: 'user', content: 'Hello' }],
  })
  expect(await stream.finalContent()).not.toBe('')
})

test('the page reads who answered and the id of its request', async () => {
  const { response, request_id: requestId } = await clientOf(origin)
    .chat.completions.create({
      model: 'openai/gpt-4.1',
      messages: [{ role: 'user', content: 'Hello' }],
    })
    .withResponse()
  expect(requestId).toMatch(/^[\w-]{36}$/)
  expect(response.headers.get('x-askdesk-provider')).toBe('openai')
  expect(response.headers.get('x-askdesk-model')).toBe('gpt-4.1')
})

test('the page reads of an error what it is, its id and when to ask again', async () => {
  const asked = clientOf(origin).chat.completions.create({
    model: 'openai/gpt-4.1',
    messages: [{ role: 'user', content: 'Hello [[demo: 429 retryAfter=20]]' }],
  })
  const error: unknown = await asked.catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(APIError)
  const { status, requestID, headers } = error as APIError // seen in the line above
  expect({ status, retryAfter: headers?.get('retry-after') }).toEqual({
    status: 429,
    retryAfter: '20',
  })
  expect(requestID).toMatch(/^[\w-]{36}$/)
})

test('the models are listed to it', async () => {
  expect((await clientOf(origin).models.list()).data.length).toBeGreaterThan(3)
})

test('it is blocked from any other page', async () => {
  await expect(clientOf('https://evil.example').models.list()).rejects.toThrow('Connection error')
})

test.each([
  ['x-stainless-os, x-stainless-retry-count, content-type, authorization', true],
  ['x-stainless-of-a-later-release', true],
  ['openai-organization, openai-beta, idempotency-key', true],
  ['x-portkey-api-key, x-portkey-provider', true],
  ['user-agent, x-client-request-id, accept', true],
  ['x-forwarded-for', false],
  ['x-forwarded-host', false],
  ['x-askdesk-service', false],
  ['x-stainless-<script>', false],
])('a preflight for %s: allowed is %s', async (names, isAllowed) => {
  const response = await fetch(`${proxy.url}/v1/chat/completions`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': names,
    },
  })
  const allowed = response.headers.get('access-control-allow-headers') ?? ''
  expect(allowed === names).toBe(isAllowed)
})
