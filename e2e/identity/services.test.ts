import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goodEnd, startStream, startUpstream, textChunk, type Upstream } from '../proxy/harness.ts'
import { issuerSettings, startIssuer } from './issuer.ts'
import {
  endAll,
  programs,
  startRedis,
  startReplica,
  startTickets,
  startWebServer,
  type Replica,
} from '../replicas/rig.ts'

const tokens = { maya: 'mayas-token-0123456789ab', ada: 'adas-token-of-an-admin-01' }
const folder = mkdtempSync(join(tmpdir(), 'askdesk-identity-'))
const tokensFile = join(folder, 'tokens')
let upstream: Upstream

beforeAll(async () => {
  upstream = await startUpstream((response) => {
    startStream(response)
    response.end(textChunk('hello') + goodEnd)
  })
})
afterAll(async () => {
  await endAll()
  await upstream.close()
  rmSync(folder, { recursive: true })
})

const statusOf = async ({ url }: Replica, path: string, headers: Record<string, string>) =>
  (await fetch(url + path, { headers })).status

/** Signs in with a token; the cookie as the browser would send it. */
async function signIn({ url }: Replica, token: string): Promise<{ cookie: string }> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  })
  expect(response.status).toBe(204)
  return { cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' }
}

describe.skipIf(!programs)('services that share Redis', () => {
  test('a sign-out ends the session on both replicas and the tickets API', async () => {
    const redis = await startRedis()
    const env = { REDIS_URL: redis.url, PROXY_TOKENS: `maya=${tokens.maya}` }
    const [first, second] = await Promise.all([
      startReplica(upstream.url, env),
      startReplica(upstream.url, env),
    ])
    const tickets = await startTickets(env)
    const session = await signIn(first, tokens.maya)
    const everywhere = () =>
      Promise.all([
        statusOf(first, '/api/ai/providers', session),
        statusOf(second, '/api/ai/providers', session),
        statusOf(tickets, '/api/tickets/counts', session),
      ])
    expect(await everywhere()).toEqual([200, 200, 200])
    const out = await fetch(`${second.url}/api/session`, { method: 'DELETE', headers: session })
    expect(out.status).toBe(204)
    expect(await everywhere()).toEqual([401, 401, 401])
  })

  test('a sign-in that began at one replica is taken back by another, without a SESSION_KEY', async () => {
    const redis = await startRedis()
    const redirectUri = 'https://desk.example.com/api/session/oidc/callback'
    const issuer = await startIssuer({ redirectUri, idTokenSeconds: 60 })
    const env = {
      ...issuerSettings(issuer),
      REDIS_URL: redis.url,
      PUBLIC_URL: 'https://desk.example.com',
    }
    const [first, second] = await Promise.all([
      startReplica(upstream.url, env),
      startReplica(upstream.url, env),
    ])
    const start = await fetch(`${first.url}/api/session/oidc/start`, { redirect: 'manual' })
    const cookie = start.headers.get('set-cookie')?.split(';')[0] ?? ''
    const state = new URL(start.headers.get('location') ?? '').searchParams.get('state') ?? ''
    const back = new URL('/api/session/oidc/callback', second.url)
    back.search = new URLSearchParams({ code: 'made-up', state, iss: issuer.url }).toString()
    const taken = async (headers: Record<string, string>) =>
      (await fetch(back, { redirect: 'manual', headers })).headers.get('location')
    const expired = await taken({})
    const known = await taken({ cookie })
    issuer.close()
    expect(expired).toContain('expired')
    // The replica knows of the sign-in; the code is what the provider refuses.
    expect(known).toContain('refused')
  })

  test('while Redis is away, limits and wrong guesses are counted all the same', async () => {
    const redis = await startRedis()
    const proxy = await startReplica(upstream.url, {
      REDIS_URL: redis.url,
      PROXY_TOKENS: `maya=${tokens.maya}`,
      RATE_LIMIT_PER_MINUTE: '5',
    })
    await redis.kill()
    const statuses: number[] = []
    for (let times = 0; times < 12; times += 1) {
      const headers = { authorization: `Bearer wrong-${times}-0123456789abcdef` }
      statuses.push(await statusOf(proxy, '/api/ai/providers', headers))
    }
    expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401])
    expect(statuses.slice(5).every((status) => status === 429)).toBe(true)
    // Whether one is signed in is never refused for that.
    expect(await statusOf(proxy, '/api/session', {})).toBe(200)
  })
})

/** A web server that others reach, in front of these. */
function publish([proxy, tickets]: readonly Replica[], more = {}): Promise<Replica> {
  return startWebServer({
    PROXY_URL: proxy?.url ?? '',
    TICKETS_URL: tickets?.url ?? '',
    ALLOWED_HOSTS: 'desk.example.com',
    ...more,
  })
}

describe('services that share a folder', () => {
  test('a token that is withdrawn ends its sessions, and an added one holds, without a restart', async () => {
    writeFileSync(tokensFile, `maya=${tokens.maya}\n`)
    const env = { STATE_DIR: folder, PROXY_TOKENS_FILE: tokensFile }
    const [proxy, tickets] = await Promise.all([startReplica(upstream.url, env), startTickets(env)])
    const session = await signIn(proxy, tokens.maya)
    const bearer = { authorization: `Bearer ${tokens.maya}` }
    const everywhere = async (headers: Record<string, string>) => [
      await statusOf(proxy, '/api/ai/providers', headers),
      await statusOf(tickets, '/api/tickets/counts', headers),
    ]
    expect(await everywhere(session)).toEqual([200, 200])
    writeFileSync(tokensFile, `# maya has left\nada:admin=${tokens.ada}\n`)
    await expect.poll(() => everywhere(session), { timeout: 10_000 }).toEqual([401, 401])
    expect(await everywhere(bearer)).toEqual([401, 401])
    expect(await everywhere({ authorization: `Bearer ${tokens.ada}` })).toEqual([200, 200])
    // A file with a mistake in it changes nothing.
    writeFileSync(tokensFile, `ada:boss=${tokens.ada}\n`)
    await proxy.logged('has a role that is not')
    expect(await everywhere({ authorization: `Bearer ${tokens.ada}` })).toEqual([200, 200])
  }, 60_000)

  test('who holds a token can forge nobody: the id of a session is nothing but random', async () => {
    const env = { STATE_DIR: folder, PROXY_TOKENS: `maya=${tokens.maya}` }
    const proxy = await startReplica(upstream.url, env)
    const { cookie } = await signIn(proxy, tokens.maya)
    const [name = '', id = ''] = cookie.split('=')
    expect(id).toMatch(/^[\w-]{43}$/)
    expect((await signIn(proxy, tokens.maya)).cookie).not.toBe(cookie)
    const forged = [id.slice(0, -1), `${id}x`, id.toUpperCase(), '../disabled', 'a.b.c', '']
    for (const value of forged) {
      expect(await statusOf(proxy, '/api/ai/providers', { cookie: `${name}=${value}` })).toBe(401)
    }
    const again = await startReplica(upstream.url, env)
    // A restart keeps it.
    expect(await statusOf(again, '/api/ai/providers', { cookie })).toBe(200)
  })

  test('tickets refuse what the proxy refuses', async () => {
    const env = { STATE_DIR: folder, PROXY_TOKENS: `maya=${tokens.maya},bot:channel=${tokens.ada}` }
    const [proxy, tickets] = await Promise.all([startReplica(upstream.url, env), startTickets(env)])
    const requests: Record<string, string>[] = [
      {},
      { authorization: 'Bearer nonsense' },
      { authorization: `Basic ${tokens.maya}` },
      { authorization: `Bearer ${tokens.ada}` },
      { authorization: `Bearer ${tokens.maya}`, origin: 'https://evil.example' },
      { authorization: `Bearer ${tokens.maya}`, 'sec-fetch-site': 'cross-site' },
      { cookie: 'askdesk-session=nonsense' },
      { authorization: `Bearer ${tokens.maya}` },
    ]
    for (const headers of requests) {
      const expected = await statusOf(proxy, '/api/ai/providers', headers)
      expect([headers, await statusOf(tickets, '/api/tickets', headers)]).toEqual([
        headers,
        expected,
      ])
    }
  })

  test('a published page with open services behind it does not start', async () => {
    const env = { STATE_DIR: folder, PROXY_TOKENS: `maya=${tokens.maya}` }
    const open = await Promise.all([startReplica(upstream.url, {}), startTickets({})])
    const guarded = await Promise.all([startReplica(upstream.url, env), startTickets(env)])
    await expect(publish(open)).rejects.toThrow(/cannot start: others can reach it/)
    await expect(publish([guarded[0], open[1]])).rejects.toThrow(/cannot start/)
    await publish(open, { ALLOW_ANONYMOUS: 'true' })
    await publish(guarded)
  })
})
