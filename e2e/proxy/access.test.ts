import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey } from 'jose'
import { describe, expect, test } from 'vitest'
import type { Environment } from '@askdesk/service'
import { closeAfterEach } from './close-after-each.ts'
import {
  ask,
  askError,
  goodEnd,
  keys,
  readerOf,
  readUntil,
  startProxy,
  startStream,
  startUpstream,
  textChunk,
  type Proxy,
  type Upstream,
} from './harness.ts'

const closers = closeAfterEach()

const alice = 'token-of-alice-0001'

async function start(
  env: Environment,
  open = false,
): Promise<{ proxy: Proxy; upstream: Upstream }> {
  const upstream = await startUpstream((response) => {
    startStream(response)
    response.write(textChunk('word'))
    if (!open) response.end(goodEnd)
  })
  const proxy = await startProxy(upstream.url, { RESUME_WINDOW_MS: '0', ...env })
  closers.push(upstream.close, proxy.close)
  return { proxy, upstream }
}

function as(token: string): { readonly headers: Record<string, string> } {
  return { headers: { authorization: `Bearer ${token}` } }
}

describe('tokens', () => {
  test.each([
    ['none', undefined],
    ['a wrong one', 'Bearer token-of-mallory-01'],
    ['half of one', `Bearer ${alice.slice(0, 10)}`],
    ['a long one', `Bearer ${'x'.repeat(8000)}`],
    ['another scheme', `Basic ${Buffer.from(alice).toString('base64')}`],
    ['two', `Bearer ${alice} ${alice}`],
  ])('%s is refused before the upstream hears of it', async (_name, authorization) => {
    const { proxy, upstream } = await start({ PROXY_TOKENS: alice })
    const failure = await askError(proxy, {
      headers: authorization === undefined ? {} : { authorization },
    })
    expect(failure).toMatchObject({ status: 401, error: { code: 'unauthorized' } })
    expect(failure.headers.get('www-authenticate')).toBe('Bearer')
    expect(upstream.requests).toHaveLength(0)
  })

  test('every route of the API asks for one, the probes do not', async () => {
    const { proxy } = await start({ PROXY_TOKENS: alice })
    const status = async (path: string, method = 'GET'): Promise<number> =>
      (await fetch(proxy.url + path, { method })).status
    expect(await status('/api/ai/providers')).toBe(401)
    expect(await status('/api/ai/runs/x')).toBe(401)
    expect(await status('/api/ai/runs/x', 'DELETE')).toBe(401)
    expect(await status('/metrics')).toBe(401)
    expect(await status('/nowhere')).toBe(401)
    for (const probe of ['/healthz', '/readyz']) expect(await status(probe)).toBe(200)
  })

  test('a good one is let in, and is not passed on', async () => {
    const { proxy, upstream } = await start({ PROXY_TOKENS: `another-token-000001, ${alice}` })
    const response = await ask(proxy, { headers: { authorization: `Bearer ${alice}` } })
    expect(response.status).toBe(200)
    await response.text()
    expect(upstream.requests[0]?.headers.authorization).toBe(`Bearer ${keys.OPENAI_API_KEY}`)
  })
})

async function signIn(
  proxy: Proxy,
  token: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${proxy.url}/api/ai/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ token }),
  })
}

describe('the page’s session', () => {
  test('a token is changed into a cookie that scripts cannot read', async () => {
    const { proxy } = await start({ PROXY_TOKENS: alice })
    const answer = await signIn(proxy, alice)
    expect(await answer.json()).toEqual({ required: true, signedIn: true })
    const cookie = answer.headers.getSetCookie()[0] ?? ''
    expect(cookie).toMatch(
      /^askdesk-session=[^;]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    expect(cookie).not.toContain(alice)
    const headers = { cookie: cookie.split(';')[0] ?? '' }
    expect((await ask(proxy, { headers })).status).toBe(200)
    expect(await (await fetch(`${proxy.url}/api/ai/session`, { headers })).json()).toEqual({
      required: true,
      signedIn: true,
    })
    expect(await (await fetch(`${proxy.url}/api/ai/session`)).json()).toEqual({
      required: true,
      signedIn: false,
    })
    expect(
      (await ask(proxy, { headers: { ...headers, 'sec-fetch-site': 'cross-site' } })).status,
    ).toBe(403)
    expect(
      (await ask(proxy, { headers: { cookie: `${headers.cookie.slice(0, -4)}AAAA` } })).status,
    ).toBe(401)
  })

  test('behind https the cookie is bound to the host', async () => {
    const https = { 'x-forwarded-proto': 'https' }
    const { proxy } = await start({ PROXY_TOKENS: alice, TRUST_PROXY: 'loopback' })
    const answer = await signIn(proxy, alice, https)
    const cookie = answer.headers.getSetCookie()[0] ?? ''
    expect(cookie).toMatch(/^__Host-askdesk=.*; Secure/)
    const value = /=([^;]+)/.exec(cookie)?.[1] ?? ''
    const status = async (name: string): Promise<number> =>
      (await ask(proxy, { headers: { ...https, cookie: `${name}=${value}` } })).status
    expect(await status('__Host-askdesk')).toBe(200)
    expect(await status('askdesk-session')).toBe(401)
    const { proxy: alone } = await start({ PROXY_TOKENS: alice })
    const unbelieved = await signIn(alone, alice, https)
    expect(unbelieved.headers.getSetCookie()[0]).toMatch(/^askdesk-session=/)
  })

  test('a wrong token gives none, and signing out takes it away', async () => {
    const { proxy } = await start({ PROXY_TOKENS: alice })
    const wrong = await signIn(proxy, 'token-of-mallory-01')
    expect(wrong.status).toBe(401)
    expect(wrong.headers.getSetCookie()).toEqual([])
    const out = await fetch(`${proxy.url}/api/ai/session`, { method: 'DELETE' })
    expect(out.headers.getSetCookie()[0]).toContain('Max-Age=0')
  })

  test('where nobody has to sign in, the page is told so', async () => {
    const { proxy } = await start({})
    expect(await (await fetch(`${proxy.url}/api/ai/session`)).json()).toEqual({
      required: false,
      signedIn: true,
    })
  })
})

type Provider = {
  readonly issuer: string
  sign(claims: Record<string, unknown>, key?: CryptoKey): Promise<string>
}

async function startProvider(): Promise<Provider> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify(
        request.url === '/keys' ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/keys` },
      ),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a listening TCP server has this shape
  closers.push(async () => {
    server.closeAllConnections()
    server.close()
  })
  return {
    issuer,
    sign: (claims, key = privateKey) =>
      new SignJWT({
        iss: issuer,
        aud: 'askdesk',
        sub: 'u1',
        exp: Math.floor(Date.now() / 1000) + 600,
        ...claims,
      })
        .setProtectedHeader({ alg: 'ES256', kid: 'one' })
        .sign(key),
  }
}

describe('an identity provider', () => {
  test('its JWTs are let in, others are not', async () => {
    const provider = await startProvider()
    const { proxy } = await start({ OIDC_ISSUER: provider.issuer, OIDC_AUDIENCE: 'askdesk' })
    const status = async (token: string): Promise<number> => {
      const response = await ask(proxy, { headers: { authorization: `Bearer ${token}` } })
      await response.text()
      return response.status
    }
    expect(await status(await provider.sign({}))).toBe(200)
    const foreign = await generateKeyPair('ES256')
    const refused = [
      await provider.sign({ aud: 'another' }),
      await provider.sign({ iss: 'https://evil.example' }),
      await provider.sign({ exp: Math.floor(Date.now() / 1000) - 600 }),
      await provider.sign({ exp: undefined }),
      await provider.sign({}, foreign.privateKey),
      new UnsecuredJWT({ iss: provider.issuer, aud: 'askdesk', sub: 'u1' })
        .setExpirationTime('1h')
        .encode(),
      'not.a.jwt',
      'nonsense',
    ]
    for (const token of refused) expect(await status(token)).toBe(401)
  })
})

describe('limits', () => {
  test('too many questions in a minute: 429 with Retry-After, whatever address is claimed', async () => {
    const { proxy, upstream } = await start({ RATE_LIMIT_PER_MINUTE: '3' })
    for (let count = 0; count < 3; count += 1) expect((await ask(proxy)).status).toBe(200)
    for (const claimed of ['1.1.1.1', '2.2.2.2']) {
      const failure = await askError(proxy, { headers: { 'x-forwarded-for': claimed } })
      expect(failure).toMatchObject({
        status: 429,
        error: { code: 'rate_limited', retryable: true },
      })
      expect(Number(failure.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect(upstream.requests).toHaveLength(3)
  })

  test('each token has its own count, and guesses are counted by address', async () => {
    const { proxy } = await start({
      RATE_LIMIT_PER_MINUTE: '2',
      PROXY_TOKENS: `${alice},token-of-bob-000002`,
    })
    const status = async (token: string): Promise<number> =>
      (await ask(proxy, { headers: { authorization: `Bearer ${token}` } })).status
    expect([await status(alice), await status(alice), await status(alice)]).toEqual([200, 200, 429])
    expect(await status('token-of-bob-000002')).toBe(200)
    expect([
      await status('guess-number-one-1'),
      await status('guess-number-two-2'),
      await status('guess-number-three'),
    ]).toEqual([401, 401, 429])
  })

  test('replies at once are limited for a client and in all, and places are given back', async () => {
    const { proxy } = await start(
      {
        MAX_RUNS_PER_CLIENT: '1',
        MAX_RUNS: '2',
        PROXY_TOKENS: `${alice},token-of-bob-000002,token-of-eve-000003`,
      },
      true,
    )
    const controller = new AbortController()
    const first = await ask(proxy, { ...as(alice), signal: controller.signal })
    await readUntil(readerOf(first), 'word')
    expect(await askError(proxy, as(alice))).toMatchObject({
      status: 429,
      error: { code: 'too_many_runs', retryAfterMs: expect.any(Number) },
    })
    expect((await ask(proxy, as('token-of-bob-000002'))).status).toBe(200)
    expect(await askError(proxy, as('token-of-eve-000003'))).toMatchObject({
      status: 503,
      error: { code: 'overloaded' },
    })
    controller.abort()
    await expect.poll(async () => (await ask(proxy, as(alice))).status).toBe(200)
  })

  test('a reply is never longer than the operator allows', async () => {
    const { proxy, upstream } = await start({ MAX_OUTPUT_TOKENS: '64' })
    for (const maxTokens of [1, 64, 65, 1e12]) {
      await (
        await ask(proxy, {
          body: { provider: 'openai', messages: [{ role: 'user', content: 'x' }], maxTokens },
        })
      ).text()
    }
    expect(upstream.requests.map((seen) => JSON.parse(seen.body).max_tokens)).toEqual([
      1, 64, 64, 64,
    ])
  })
})

test('metrics count what happened, by provider, model, outcome and cause', async () => {
  let fails = false
  const upstream = await startUpstream((response) => {
    if (fails) return void response.writeHead(429, { 'retry-after': '30' }).end('{}')
    startStream(response)
    response.end(textChunk('word') + goodEnd)
  })
  const proxy = await startProxy(upstream.url)
  closers.push(upstream.close, proxy.close)
  await (await ask(proxy)).text()
  fails = true
  await askError(proxy)
  const text = await (await fetch(`${proxy.url}/metrics`)).text()
  expect(text).toContain(
    'askdesk_runs_total{provider="openai",model="gpt-4.1",outcome="complete"} 1',
  )
  expect(text).toContain(
    'askdesk_runs_total{provider="openai",model="gpt-4.1",outcome="refused"} 1',
  )
  expect(text).toContain('askdesk_upstream_errors_total{provider="openai",cause="rate_limited"} 1')
  expect(text).toContain('askdesk_time_to_first_token_seconds_count{provider="openai"} 1')
  expect(text).toMatch(/askdesk_stream_bytes_total\{provider="openai"\} \d+/)
  expect(text).toContain('askdesk_open_runs 0')
  expect(text).toContain('askdesk_proxy_nodejs_eventloop_lag_seconds')
  for (const key of Object.values(keys)) expect(text).not.toContain(key)
})
