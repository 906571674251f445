import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http, { type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../product-process.ts'
import { goodEnd, question, startStream, startUpstream, type Upstream } from '../proxy/harness.ts'
import { findPrograms } from '../replicas/debian.ts'
import {
  endAll,
  startProgram,
  startReplica,
  startTickets,
  startWebServer,
  type Replica,
} from '../replicas/rig.ts'

/** Blocks as people write them who follow no document, from the shortest on. */
const blocks = {
  'nothing but proxy_pass': '',
  'the host': 'proxy_set_header Host $host;',
  'the host and TLS': 'proxy_set_header Host $host; proxy_set_header X-Forwarded-Proto https;',
}
const programs = findPrograms({ nginx: 'nginx-light' })
const name = 'desk.example.com'
const folder = mkdtempSync(join(tmpdir(), 'askdesk-hosts-'))

let upstream: Upstream
let web: Replica

beforeAll(async () => {
  if (!programs) return
  upstream = await startUpstream((response) => {
    startStream(response)
    response.end(goodEnd)
  })
  // As `npm start` hands it on: one setting, to all three.
  const door = { ALLOWED_HOSTS: name, ALLOW_ANONYMOUS: 'true' }
  const behindWeb = { ...door, TRUST_PROXY: 'loopback' }
  const [proxy, tickets] = await Promise.all([
    startReplica(upstream.url, behindWeb),
    startTickets(behindWeb),
  ])
  web = await startWebServer({ ...door, PROXY_URL: proxy.url, TICKETS_URL: tickets.url })
})
afterAll(async () => {
  await endAll()
  await upstream?.close()
  rmSync(folder, { recursive: true })
})

async function startNginx(block: string): Promise<number> {
  const port = await freePort()
  const file = join(folder, `${port}.conf`)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${port}-${kind};`)
    .join(' ')
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${folder}/${port}.pid; error_log stderr notice;
events {}
http { access_log off; ${temporary}
server { listen 127.0.0.1:${port}; location / { proxy_pass ${web.url}; ${block} } } }`,
  )
  await startProgram(programs?.nginx ?? '', ['-p', folder, '-c', file], {}, 'event method')
  return port
}

async function send(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: unknown,
): Promise<{ status: number | undefined; text: string }> {
  const request = http.request({
    host: '127.0.0.1',
    port,
    path,
    method: body === undefined ? 'GET' : 'POST',
    headers: { host: name, 'content-type': 'application/json', ...headers },
    agent: false,
  })
  request.end(body === undefined ? undefined : JSON.stringify(body))
  const [response] = await once(request, 'response')
  const { statusCode } = response as IncomingMessage // what the event has
  return { status: statusCode, text: await text(response as IncomingMessage) }
}

describe.skipIf(!programs).each(Object.entries(blocks))(
  'with ALLOWED_HOSTS alone, behind nginx with %s',
  (_name, block) => {
    let port: number
    beforeAll(async () => {
      port = await startNginx(block)
    })

    test.each([
      ['over http, where browsers say only Origin', { origin: `http://${name}` }],
      ['over https, by a browser that says only Origin', { origin: `https://${name}` }],
      ['over https', { origin: `https://${name}`, 'sec-fetch-site': 'same-origin' }],
    ])('the page, its tickets and its questions work %s', async (_way, headers) => {
      expect((await send(port, '/', {})).status).toBe(200)
      expect((await send(port, '/api/tickets/counts', headers)).status).toBe(200)
      const reply = await send(port, '/api/ai/stream', headers, question)
      expect(reply.status).toBe(200)
      expect(reply.text).toContain('"outcome":"complete"')
    })

    test.each([
      { origin: 'https://evil.example' },
      { origin: `https://${name}.evil.example` },
      { origin: `http://${name}:8080` },
      { origin: `https://${name}`, 'sec-fetch-site': 'cross-site' },
    ])('%j is refused', async (headers) => {
      expect((await send(port, '/api/ai/stream', headers, question)).status).toBe(403)
    })
  },
)
