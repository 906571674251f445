import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  ask,
  askError,
  goodEnd,
  keys,
  readerOf,
  readUntil,
  split,
  startStream,
  startUpstream,
  textChunk,
  type Upstream,
} from './harness.ts'
import { catalogueFile } from '../catalogue-file.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'askdesk-proxy-'))
/** The bundle alone in a folder: nothing beside it may be needed. */
const bundle = join(folder, 'main.js')

const running: ChildProcess[] = []
let upstream: Upstream
let answerAll = true

beforeAll(async () => {
  const built = spawnSync(process.execPath, [join(root, 'scripts/build.ts'), '--services'], {
    encoding: 'utf8',
  })
  if (built.status !== 0) throw new Error(built.stderr)
  copyFileSync(join(root, 'apps/proxy/dist/main.js'), bundle)
  upstream = await startUpstream((response, seen) => {
    if (seen.headers['x-portkey-provider'] === '@groq') {
      response.writeHead(401, { 'content-type': 'application/json' })
      return void response.end(
        JSON.stringify({ error: { message: `bad key ${seen.headers['x-portkey-api-key']}` } }),
      )
    }
    if (seen.headers['x-portkey-provider'] === '@openrouter') {
      response.writeHead(400, { 'content-type': 'application/json' })
      const message = 'Invalid: word of a conversation'
      return void response.end(JSON.stringify({ error: { message, type: 'invalid_thing' } }))
    }
    startStream(response)
    response.write(textChunk('word'))
    if (answerAll) response.end(goodEnd)
  })
})
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})
afterAll(async () => {
  await upstream.close()
  rmSync(folder, { recursive: true })
})

type Started = { readonly url: string; readonly child: ChildProcess; output(): string }

/** This Node, another one on this machine, and those that OTHER_NODES names, with colons between them. */
const nodes = ['/usr/local/bin/node', '/usr/bin/node', process.execPath]
  .concat(process.env['OTHER_NODES']?.split(':') ?? [])
  .filter((path) => existsSync(path))

async function start(
  env: Record<string, string>,
  node = process.execPath,
  options: readonly string[] = [],
): Promise<Started> {
  const child = spawn(node, [...options, bundle], {
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', ...env },
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  running.push(child)
  let output = ''
  child.stdout?.on('data', (data: Buffer) => (output += data.toString()))
  child.stderr?.on('data', (data: Buffer) => (output += data.toString()))
  const message = await Promise.race([
    once(child, 'message').then(([value]: unknown[]) => value),
    once(child, 'exit').then(() => {
      throw new Error(output)
    }),
  ])
  return { url: String((message as { url: unknown }).url), child, output: () => output } // what main.ts sends
}

function refuse(env: Record<string, string>): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync(process.execPath, [bundle], {
    env: { PORT: '0', ...env },
    encoding: 'utf8',
    cwd: folder,
  })
  return { status, stderr }
}

const cloud = (): Record<string, string> => ({
  PORTKEY_API_KEY: 'pk-canary-2f6d0a91',
  PORTKEY_BASE_URL: upstream.url,
  CATALOGUE_FILE: catalogueFile,
})

const token = 'canary-token-7d1e0c52b9'

async function streamThrough(
  proxy: Started,
): Promise<{ sent: Record<string, unknown>; text: string; outcome: string }> {
  const arrived = upstream.next()
  const response = await ask(
    { url: proxy.url, close: async () => undefined },
    { headers: { authorization: `Bearer ${token}` } },
  )
  const { end, middle } = split(Buffer.from(await response.arrayBuffer()))
  return { sent: (await arrived).headers, text: middle.toString(), outcome: end.outcome }
}

const streamed = {
  sent: { 'x-portkey-api-key': 'pk-canary-2f6d0a91', 'x-portkey-provider': '@openai' },
  text: textChunk('word') + goodEnd,
  outcome: 'complete',
}

test.each(nodes)('the bundle alone streams on %s', async (node) => {
  const proxy = await start({ ...cloud(), PROXY_TOKENS: token }, node)
  expect(await streamThrough(proxy)).toMatchObject(streamed)
})

test('the bundle streams where Node has no crypto.hash yet, as before 20.12', async () => {
  const older = join(folder, 'older-node.cjs')
  writeFileSync(older, `delete require('node:crypto').hash`)
  const env = { ...cloud(), PROXY_TOKENS: token }
  const proxy = await start(env, process.execPath, ['--require', older])
  expect(await streamThrough(proxy)).toMatchObject(streamed)
})

test('with nothing set it says what is missing and ends', () => {
  const { status, stderr } = refuse({})
  expect(status).toBe(1)
  expect(stderr).toMatch(/The proxy cannot start:\n {2}- PORTKEY_API_KEY is missing/)
})

test('open to others without credentials it refuses', () => {
  const { status, stderr } = refuse({ ...cloud(), HOST: '0.0.0.0' })
  expect(status).toBe(1)
  expect(stderr).toContain('PROXY_TOKENS')
  expect(stderr).not.toContain('canary')
})

test('an older Node is told which one is wanted, before it stumbles', () => {
  const preload = join(folder, 'older.cjs')
  writeFileSync(preload, "Object.defineProperty(process.versions, 'node', { value: '18.20.8' })")
  const { status, stderr } = spawnSync(process.execPath, ['--require', preload, bundle], {
    encoding: 'utf8',
    env: cloud(),
  })
  expect(status).toBe(1)
  expect(stderr).toBe('The proxy needs Node 20 or newer; this is 18.20.8.\n')
})

test('a port that is taken is said in a sentence', async () => {
  const { url } = await start(cloud())
  const { port } = new URL(url)
  for (const name of [undefined, 'PROXY_PORT']) {
    const env = { ...cloud(), PORT: port, ...(name && { ASKDESK_PORT_NAME: name }) }
    const { status, stderr } = refuse(env)
    expect(status).toBe(1)
    expect(stderr).toContain(`port ${port} on 127.0.0.1 is taken. Set ${name ?? 'PORT'} to another`)
  }
})

test('SIGTERM: not ready from the first moment, open until a balancer had its time, and says so', async () => {
  const { url, child, output } = await start({
    ...cloud(),
    LOG_LEVEL: 'info',
    SHUTDOWN_GRACE_MS: '1500',
  })
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(503)
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  const reply = await ask({ url, close: async () => undefined })
  expect(await reply.text()).toContain('"outcome":"complete"')
  expect(await ended).toEqual([0, null])
  expect(output()).toMatch(/"graceMs":1500.*not ready any more, draining/)
})

test('SIGTERM lets replies end within the drain time, then ends them with an end event', async () => {
  answerAll = false
  const { url, child } = await start({ ...cloud(), DRAIN_TIMEOUT_MS: '300' })
  const readers = await Promise.all(
    Array.from({ length: 20 }, async () =>
      readerOf(await ask({ url, close: async () => undefined })),
    ),
  )
  await Promise.all(readers.map((reader) => readUntil(reader, 'word')))
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const ends = await Promise.all(readers.map((reader) => readUntil(reader, 'event: end')))
  for (const end of ends) expect(end.toString()).toContain('"outcome":"interrupted"')
  expect(await ended).toEqual([0, null])
  answerAll = true
})

test('no key, token or word of a conversation in any log line', async () => {
  const proxy = await start({ ...cloud(), LOG_LEVEL: 'trace', PROXY_TOKENS: 'token-canary-5b1e77' })
  const client = { url: proxy.url, close: async () => undefined }
  const headers = { authorization: 'Bearer token-canary-5b1e77' }
  await (await ask(client, { headers })).text()
  const failure = await askError(client, {
    headers,
    body: { provider: 'groq', messages: [{ role: 'user', content: 'word of a conversation' }] },
  })
  expect(failure.error.code).toBe('key_rejected')
  const quoting = { provider: 'openrouter', messages: [{ role: 'user', content: 'private' }] }
  expect((await askError(client, { headers, body: quoting })).error.code).toBe('invalid_request')
  await askError(client, { headers: { authorization: 'Bearer wrong-token-canary' } })
  proxy.child.kill('SIGTERM')
  await once(proxy.child, 'exit')
  expect(proxy.output()).toContain('"cause":"key_rejected"')
  expect(proxy.output()).toContain('"upstreamStatus":400,"upstreamKind":"invalid_thing"')
  expect(proxy.output()).not.toMatch(/canary|word of a conversation/)
  for (const key of Object.values(keys)) expect(proxy.output()).not.toContain(key)
})
