import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser } from 'playwright'
import { browserFlags, findBrowser } from '../../scripts/browser.ts'
import { goodEnd, startStream, startUpstream, textChunk } from '../proxy/harness.ts'
import { endAll, startReplica, startTickets, startWebServer } from '../replicas/rig.ts'

/*
 * A page under a name of its own, which an attacker's name server points at this machine (DNS
 * rebinding), tries to read and to write at each service. Prints what it got, as JSON. A program of
 * its own, so that it can run in a network of its own.
 */

const name = 'rebound.evil.example'
/** Answers that a page gets of each service: statuses of a read and of a write. */
export type Got = Readonly<Record<string, readonly number[]>>
export type Report = { readonly loopback: Got; readonly network: Got; readonly unchecked: Got }

const tries: Readonly<Record<string, readonly (readonly [method: string, path: string])[]>> = {
  web: [
    ['GET', '/api/tickets'],
    ['POST', '/api/tickets/1001/messages'],
    ['POST', '/api/ai/stream'],
  ],
  proxy: [
    ['GET', '/api/ai/providers'],
    ['POST', '/api/ai/stream'],
  ],
  tickets: [
    ['GET', '/api/tickets'],
    ['POST', '/api/tickets/1001/messages'],
  ],
}

const body = JSON.stringify({
  provider: 'groq',
  messages: [{ role: 'user', content: 'Spend' }],
})
const note = JSON.stringify({ kind: 'note', body: 'sent by a foreign page' })

async function attack(browser: Browser, service: string, port: number): Promise<number[]> {
  const page = await browser.newPage()
  const address = `http://${name}:${port}/attack`
  await page.route(address, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<h1>A foreign page</h1>' }),
  )
  await page.goto(address)
  const statuses: number[] = []
  for (const [method, path] of tries[service] ?? []) {
    const sent = method === 'GET' ? undefined : path.endsWith('messages') ? note : body
    statuses.push(
      await page.evaluate(
        async ([how, where, text]) => {
          const init = text ? { body: text, headers: { 'content-type': 'application/json' } } : {}
          return fetch(where ?? '', { method: how ?? '', ...init }).then(
            ({ status }) => status,
            () => 0,
          )
        },
        [method, path, sent],
      ),
    )
  }
  await page.close()
  return statuses
}

/** Hands requests on as if they came from a page of ours: the service's checks have nothing to see. */
async function withoutCheck(to: string): Promise<{ port: number; close: () => void }> {
  const relay = createServer((incoming, outgoing) => {
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).filter(([key]) => !/^(origin|referer|sec-fetch-)/.test(key)),
    )
    const { hostname, port } = new URL(to)
    const onward = request({
      hostname,
      port,
      path: incoming.url,
      method: incoming.method,
      headers: { ...headers, host: 'localhost' },
    })
    onward.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    incoming.pipe(onward)
  })
  relay.listen(0, '127.0.0.1')
  await once(relay, 'listening')
  const { port } = relay.address() as AddressInfo // a listening TCP server has this shape
  return { port, close: () => relay.close() }
}

function local(url: string): string {
  return `http://127.0.0.1:${new URL(url).port}`
}

async function attackAll(browser: Browser, host: string, isChecked: boolean): Promise<Got> {
  const env = { HOST: host, ALLOW_ANONYMOUS: 'true' }
  const seeded = { ...env, TICKETS_SEED: 'true' }
  const [proxy, tickets] = await Promise.all([
    startReplica(upstream.url, env),
    startTickets(seeded),
  ])
  const web = await startWebServer({
    ...env,
    PROXY_URL: local(proxy.url),
    TICKETS_URL: local(tickets.url),
  })
  const got: Record<string, readonly number[]> = {}
  for (const [service, { url }] of Object.entries({ web, proxy, tickets })) {
    const relay = isChecked ? undefined : await withoutCheck(local(url))
    got[service] = await attack(browser, service, relay?.port ?? Number(new URL(url).port))
    relay?.close()
  }
  return got
}

const network = process.argv[2] ?? '0.0.0.0'
const upstream = await startUpstream((response) => {
  startStream(response)
  response.end(textChunk('spent') + goodEnd)
})
const executablePath = findBrowser()
const browser = await chromium.launch({
  args: [
    ...browserFlags,
    `--host-resolver-rules=MAP ${name} 127.0.0.1`,
    // Newer browsers ask before a page reaches this machine; older ones, and some settings, do not.
    '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests',
  ],
  ...(executablePath && { executablePath }),
})
const report: Report = {
  loopback: await attackAll(browser, '127.0.0.1', true),
  network: await attackAll(browser, network, true),
  unchecked: await attackAll(browser, '127.0.0.1', false),
}
await browser.close()
await endAll()
await upstream.close()
process.stdout.write(`${JSON.stringify(report)}\n`)
process.exit(0)
