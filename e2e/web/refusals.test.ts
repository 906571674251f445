import http from 'node:http'
import net from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../product-process.ts'
import { startUpstream, type Upstream } from '../proxy/harness.ts'
import {
  endAll,
  startReplica,
  startTickets,
  startWebServer,
  type Replica,
} from '../replicas/rig.ts'

const tokens = { maya: 'mayas-token-of-24-letters', ada: 'adas-token-of-24-letters-' }

type Service = { readonly replica: Replica; readonly metrics: () => Promise<string> }
let upstream: Upstream
let services: Readonly<Record<string, Service>>

const readAll = async (url: string, headers = {}): Promise<string> =>
  (await fetch(`${url}/metrics`, { headers })).text()

beforeAll(async () => {
  upstream = await startUpstream((response) => response.end())
  const env = {
    PROXY_TOKENS: `maya=${tokens.maya},ada:admin=${tokens.ada}`,
    RATE_LIMIT_PER_MINUTE: '5',
    LOG_LEVEL: 'warn',
  }
  const [proxy, tickets] = await Promise.all([startReplica(upstream.url, env), startTickets(env)])
  const port = await freePort()
  const web = await startWebServer({
    PROXY_URL: proxy.url,
    TICKETS_URL: tickets.url,
    LOG_LEVEL: 'warn',
    METRICS_PORT: String(port),
  })
  const admin = { authorization: `Bearer ${tokens.ada}` }
  services = {
    proxy: { replica: proxy, metrics: () => readAll(proxy.url, admin) },
    tickets: { replica: tickets, metrics: () => readAll(tickets.url, admin) },
    web: { replica: web, metrics: () => readAll(`http://127.0.0.1:${port}`) },
  }
})
afterAll(async () => {
  await endAll()
  await upstream.close()
})

/** Not `fetch`, which lets nobody choose Host and Origin. */
function status({ url }: Replica, path: string, options: http.RequestOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.request(url + path, options, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.once('error', reject)
    request.end()
  })
}

function counted(text: string, reason: string): number {
  return Number(
    new RegExp(`^askdesk_refusals_total\\{reason="${reason}"\\} (\\d+)$`, 'm').exec(text)?.[1],
  )
}

const doors = { proxy: '/api/ai/providers', tickets: '/api/tickets', web: '/api/tickets' }
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
const foreignHost = { headers: { host: 'evil.example' } }
const foreignOrigin = { method: 'POST', headers: { origin: 'https://evil.example' } }

describe.each([
  ['wrong_host', 421, foreignHost, ['proxy', 'tickets', 'web']],
  ['forbidden_origin', 403, foreignOrigin, ['proxy', 'tickets', 'web']],
  ['no_credential', 401, {}, ['proxy', 'tickets']],
  ['wrong_credential', 401, bearer('a-token-that-nobody-has'), ['proxy', 'tickets']],
] as const)('%s', (reason, code, options, refusing) => {
  test.each(refusing)('at %s: counted each time, one line for the address', async (name) => {
    const service = services[name]
    if (!service) throw new Error(`${name} does not run.`)
    const before = counted(await service.metrics(), reason)
    for (let times = 0; times < 4; times += 1) {
      expect(await status(service.replica, doors[name], options)).toBe(code)
    }
    expect(counted(await service.metrics(), reason) - before).toBe(4)
    await service.replica.logged(`"reason":"${reason}"`)
    const lines = service.replica
      .output()
      .split('\n')
      .filter((line) => line.includes(`"reason":"${reason}"`))
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ audit: 'refused', address: '127.0.0.1' })
    expect(lines[0]).not.toContain('evil')
    expect(lines[0]).not.toContain('nobody')
  })
})

test.each(['proxy', 'tickets'] as const)(
  '%s: more than the limit names the person',
  async (name) => {
    const service = services[name]
    if (!service) throw new Error(`${name} does not run.`)
    const post = { method: 'POST', ...bearer(tokens.maya) }
    const path = name === 'proxy' ? '/api/ai/stream' : '/api/tickets/1/messages'
    const statuses = []
    for (let times = 0; times < 7; times += 1)
      statuses.push(await status(service.replica, path, post))
    expect(statuses.slice(5)).toEqual([429, 429])
    expect(counted(await service.metrics(), 'rate_limited')).toBe(2)
    await service.replica.logged('"who":"maya"')
  },
)

test('metrics are for administrators, or on a port of their own', async () => {
  const { proxy, tickets, web } = services
  for (const service of [proxy, tickets]) {
    if (!service) throw new Error('A service does not run.')
    expect(await status(service.replica, '/metrics', {})).toBe(401)
    expect(await status(service.replica, '/metrics', bearer(tokens.maya))).toBe(403)
    expect(await service.metrics()).toContain('nodejs_eventloop_lag_p99_seconds')
  }
  // The page's server has them on their own port alone; a path without a file is the page.
  const page = await fetch(`${web?.replica.url}/metrics`)
  expect(page.headers.get('content-type')).not.toContain('version=0.0.4')
  expect(await web?.metrics()).toMatch(
    /askdesk_web_request_duration_seconds_count\{method="GET",route="\/api\/tickets",status="4xx"\} \d+/,
  )
  expect(await tickets?.metrics()).toContain('askdesk_tickets_request_duration_seconds_count{')
})

/** Sends a request as it is written, and gives the first line of the answer. */
function statusLine({ url }: Replica, request: string): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname, () => socket.write(request))
    socket.once('error', reject)
    socket.once('close', () => resolve('closed without an answer'))
    socket.once('data', (answer) => {
      resolve(answer.toString().split('\r\n', 1)[0] ?? '')
      socket.destroy()
    })
  })
}

test.each([
  ['no Host, as HTTP/1.0 allows', 'GET /healthz HTTP/1.0\r\n\r\n'],
  [
    'two Hosts, ours first',
    'GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n',
  ],
  [
    'two Hosts, ours last',
    'GET /healthz HTTP/1.1\r\nHost: evil.example\r\nHost: localhost\r\n\r\n',
  ],
  ['the same Host twice', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nhost: localhost\r\n\r\n'],
])('%s: 400 from every service', async (_name, request) => {
  for (const { replica } of Object.values(services)) {
    expect(await statusLine(replica, request)).toBe('HTTP/1.1 400 Bad Request')
  }
})
