import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../product-process.ts'
import {
  goodEnd,
  question,
  startStream,
  startUpstream,
  textChunk,
  type Upstream,
} from '../proxy/harness.ts'
import { findPrograms } from '../replicas/debian.ts'
import {
  endAll,
  startProgram,
  startReplica,
  startTickets,
  startWebServer,
  type Replica,
} from '../replicas/rig.ts'

const programs = findPrograms({ nginx: 'nginx-light', caddy: 'caddy', openssl: 'openssl' })
const name = 'desk.example.com'
const token = 'mayas-token-0123456789ab'
const folder = mkdtempSync(join(tmpdir(), 'askdesk-tls-'))
const certificate = join(folder, 'desk.crt')
const key = join(folder, 'desk.key')

let upstream: Upstream
/** Lets the upstream say its last words. */
let finish: () => void
let proxy: Replica
let web: Replica

beforeAll(async () => {
  if (!programs) return
  makeCertificate(programs.openssl)
  upstream = await startUpstream((response) => {
    startStream(response)
    response.write(textChunk('first'))
    finish = () => response.end(textChunk('last') + goodEnd)
  })
  const door = { PUBLIC_URL: `https://${name}`, TRUST_PROXY: 'loopback' }
  const people = { ...door, PROXY_TOKENS: `maya=${token}`, STATE_DIR: join(folder, 'state') }
  const started = await Promise.all([startReplica(upstream.url, people), startTickets(people)])
  proxy = started[0]
  writeFileSync(join(folder, 'index.html'), '<title>Askdesk</title>')
  web = await startWebServer({
    ...door,
    CLIENT_FOLDER: folder,
    PROXY_URL: proxy.url,
    TICKETS_URL: started[1].url,
  })
})
afterAll(async () => {
  await endAll()
  await upstream?.close()
  rmSync(folder, { recursive: true })
})

type Ask = {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}
type Front = {
  ask(path: string, options?: Ask): Promise<IncomingMessage>
  readonly httpPort: number
}

/** Asks the name over TLS, wherever it really is; the certificate is checked. */
function frontAt(httpPort: number, httpsPort: number): Front {
  return {
    httpPort,
    async ask(path, { method = 'GET', headers = {}, body } = {}) {
      const request = https.request({
        host: '127.0.0.1',
        port: httpsPort,
        servername: name,
        ca: readFileSync(certificate),
        agent: false,
        method,
        path,
        headers: { host: name, 'content-type': 'application/json', ...headers },
      })
      request.end(body === undefined ? undefined : JSON.stringify(body))
      const [response] = await once(request, 'response')
      return response as IncomingMessage // what the event has
    },
  }
}

/** The file of the documentation with other ports, and the paths of this test. */
async function startNginx(program: string): Promise<Front> {
  const [plain, secure] = [await freePort(), await freePort()]
  const server = documented('nginx.conf')
    .replace('listen 80;', `listen 127.0.0.1:${plain};`)
    .replace('listen 443 ', `listen 127.0.0.1:${secure} `)
    .replace(/ssl_certificate .*;/, `ssl_certificate ${certificate};`)
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${key};`)
    .replace('http://127.0.0.1:3000', web.url)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
    .join('\n')
  const file = join(folder, 'nginx.conf')
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr notice;
events {}
http { access_log off; ${temporary}
${server} }`,
  )
  // By then it listens.
  await startProgram(program, ['-p', folder, '-c', file], {}, 'event method')
  return frontAt(plain, secure)
}

/** The same; what stands before it would be the machine's own settings. */
async function startCaddy(program: string): Promise<Front> {
  const [plain, secure] = [await freePort(), await freePort()]
  const site = documented('Caddyfile')
    .replace(/# tls .*/, `tls ${certificate} ${key}`)
    .replace('127.0.0.1:3000', new URL(web.url).host)
  const file = join(folder, 'Caddyfile')
  writeFileSync(
    file,
    `{\n\tadmin off\n\tdefault_bind 127.0.0.1\n\thttp_port ${plain}\n\thttps_port ${secure}\n}\n${site}`,
  )
  const home = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder }
  const args = ['run', '--adapter', 'caddyfile', '--config', file]
  await startProgram(program, args, home, 'serving initial configuration')
  return frontAt(plain, secure)
}

function documented(file: string): string {
  return readFileSync(
    fileURLToPath(new URL(`../../docs/operations/${file}`, import.meta.url)),
    'utf8',
  )
}

function makeCertificate(openssl: string): void {
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`]
  const files = ['-keyout', key, '-out', certificate]
  execFileSync(openssl, ['req', '-x509', '-days', '2', ...curve, ...subject, ...files], {
    stdio: 'pipe',
  })
}

describe.skipIf(!programs).each(['nginx', 'caddy'] as const)('the desk behind %s', (program) => {
  let front: Front
  let cookie = ''

  beforeAll(async () => {
    const path = programs?.[program] ?? ''
    front = await (program === 'nginx' ? startNginx(path) : startCaddy(path))
  })

  test('answers with the page over https', async () => {
    const page = await front.ask('/')
    expect(page.statusCode).toBe(200)
    expect(await text(page)).toContain('<title>Askdesk</title>')
    expect(page.headers['strict-transport-security']).toContain('max-age=')
  })

  test('sends whoever comes without TLS to https', async () => {
    const request = http.get({
      host: '127.0.0.1',
      port: front.httpPort,
      path: '/tickets?view=mine',
      headers: { host: name },
      agent: false,
    })
    const [response] = await once(request, 'response')
    const { statusCode, headers } = response as IncomingMessage // what the event has
    response.resume()
    expect([301, 308]).toContain(statusCode)
    expect(headers.location).toBe(`https://${name}/tickets?view=mine`)
  })

  test('signs people in with a cookie that belongs to this host and to TLS', async () => {
    const origin = { origin: `https://${name}`, 'sec-fetch-site': 'same-origin' }
    const signedIn = await front.ask('/api/session', {
      method: 'POST',
      headers: origin,
      body: { token },
    })
    signedIn.resume()
    expect(signedIn.statusCode).toBe(204)
    const [set = ''] = signedIn.headers['set-cookie'] ?? []
    expect(set).toMatch(/^__Host-askdesk=\S+; .*Path=\/; HttpOnly; Secure; SameSite=Strict$/)
    cookie = set.split(';')[0] ?? ''
    const tickets = await front.ask('/api/tickets/counts', { headers: { cookie } })
    tickets.resume()
    expect(tickets.statusCode).toBe(200)
  })

  test('streams: the first word is there before the last one is sent', async () => {
    const reply = await front.ask('/api/ai/stream', {
      method: 'POST',
      headers: { cookie, origin: `https://${name}`, 'accept-encoding': 'gzip, br' },
      body: question,
    })
    expect(reply.statusCode).toBe(200)
    let seen = ''
    reply.setEncoding('utf8').on('data', (part: string) => {
      seen += part
      if (seen.includes('first')) finish()
    })
    await once(reply, 'end')
    expect(seen).toMatch(/first[^]*last[^]*event: end\n[^]*"outcome":"complete"/)
  })

  test('ends the question of a client that hangs up', async () => {
    const arrived = upstream.next()
    const reply = await front.ask('/v1/chat/completions', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: { model: 'openai/gpt-4.1', messages: question.messages, stream: true },
    })
    const { closed } = await arrived
    reply.destroy()
    await expect(closed).resolves.toBeUndefined()
  })

  test('refuses names that are not its own', async () => {
    for (const headers of [
      { host: 'evil.example' },
      { host: 'evil.example', 'x-forwarded-host': name },
      { host: 'proxy' },
    ]) {
      const refused = await front.ask('/api/session', { headers })
      refused.resume()
      expect(refused.statusCode).toBe(421)
    }
  })

  test('believes no client that says where it comes from', async () => {
    const forged = {
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      forwarded: 'for=203.0.113.9;host=evil.example',
    }
    const page = await front.ask('/api/session', { headers: forged })
    page.resume()
    expect(page.statusCode).toBe(200)
    const refused = await front.ask('/api/ai/providers', {
      headers: { ...forged, authorization: 'Bearer not-a-token' },
    })
    refused.resume()
    expect(refused.statusCode).toBe(401)
    await proxy.logged('"reason":"wrong_credential","address":"127.0.0.1"')
    expect(proxy.output()).not.toContain('203.0.113.9')
  })
})
