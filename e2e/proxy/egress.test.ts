import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askCompletion } from './completions-harness.ts'
import { startConnectProxy, type ConnectProxy } from './connect-proxy.ts'
import { closeAfterEach } from './close-after-each.ts'
import {
  ask,
  askError,
  askWhole,
  goodEnd,
  keys,
  readerOf,
  readUntil,
  startProxy,
  startStream,
  startUpstream,
  textChunk,
  type Upstream,
} from './harness.ts'
import { fixture, hex, startRawUpstream, streamHead } from './raw-upstream.ts'

const trusted = tls.getCACertificates('default')
beforeAll(() => tls.setDefaultCACertificates([...trusted, fixture('crt').toString()]))
afterAll(() => tls.setDefaultCACertificates(trusted))

const closers = closeAfterEach()

/** No name server knows it: whoever asks for it went through the proxy. */
const gateway = 'http://gateway.test/v1'
const answerWhole = (response: ServerResponse): void => {
  startStream(response)
  response.end(textChunk('Hi') + goodEnd)
}

async function start(
  answer: (response: ServerResponse) => void = answerWhole,
  env: Record<string, string> = {},
  options: { refuseWith?: number; isSilent?: boolean } = {},
) {
  const upstream = await startUpstream(answer)
  closers.push(upstream.close)
  const network = await startConnectProxy({ to: upstream.url, ...options })
  closers.push(network.close)
  const own = Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, value.replace('PROXY', network.url)]),
  )
  const proxy = await startProxy(gateway, { RATE_LIMIT_PER_MINUTE: '0', ...own })
  closers.push(proxy.close)
  return { upstream, network, proxy }
}

describe('the proxy that the environment names is asked', () => {
  test.each(['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'])('%s', async (name) => {
    const { proxy, network, upstream } = await start(answerWhole, { [name]: 'PROXY' })
    expect((await askWhole(proxy)).end.outcome).toBe('complete')
    expect(network.asked.map(({ target }) => target)).toEqual(['gateway.test:80'])
    expect(upstream.requests[0]).toMatchObject({
      path: '/v1/chat/completions',
      headers: { host: 'gateway.test', authorization: `Bearer ${keys.OPENAI_API_KEY}` },
    })
    // The key goes to the gateway alone.
    expect(network.asked[0]?.credentials).toBeUndefined()
  })

  test('with its user name and password, by an address without a scheme', async () => {
    const upstream = await startUpstream(answerWhole)
    const network = await startConnectProxy({ to: upstream.url })
    const { host } = new URL(network.url)
    const proxy = await startProxy(gateway, { HTTP_PROXY: `desk:p%40ss-word-1@${host}` })
    closers.push(upstream.close, network.close, proxy.close)
    await askWhole(proxy)
    const credentials = Buffer.from('desk:p@ss-word-1').toString('base64')
    expect(network.asked[0]?.credentials).toBe(`Basic ${credentials}`)
  })

  test('for https through TLS within the tunnel, by HTTPS_PROXY', async () => {
    const body = Array.from({ length: 3000 }, (_, index) => textChunk(`${index} ä漢🙂 `)).join('')
    const bytes = Buffer.concat([hex(body + goodEnd), Buffer.from('0\r\n\r\n')])
    const upstream = await startRawUpstream(
      (socket) => {
        socket.write(streamHead)
        socket.write(bytes)
      },
      { selfSigned: true },
    )
    const network = await startConnectProxy({ to: upstream.url })
    const proxy = await startProxy(`https://localhost:${new URL(upstream.url).port}/v1`, {
      HTTPS_PROXY: network.url,
      HTTP_PROXY: 'http://127.0.0.1:1',
    })
    closers.push(upstream.close, network.close, proxy.close)
    const { middle, end } = await askWhole(proxy)
    expect(middle.toString()).toBe(body + goodEnd)
    expect(end.outcome).toBe('complete')
    expect(network.asked).toHaveLength(1)
  })
})

describe('the gateway is asked directly', () => {
  test.each([
    ['NO_PROXY names its host', { NO_PROXY: 'example.com,127.0.0.1' }],
    ['no_proxy in small letters', { no_proxy: '127.0.0.1' }],
    ['NO_PROXY=*', { NO_PROXY: '*' }],
    ['the proxy is for https alone', { HTTP_PROXY: '', HTTPS_PROXY: 'http://127.0.0.1:1' }],
    ['it is on this machine and the proxy is not', { HTTP_PROXY: 'http://proxy.test:3128' }],
    ['no proxy is named', { HTTP_PROXY: ' ' }],
  ])('where %s', async (_name, env) => {
    const upstream = await startUpstream(answerWhole)
    const network = await startConnectProxy({ to: upstream.url })
    const proxy = await startProxy(upstream.url, { HTTP_PROXY: network.url, ...env })
    closers.push(upstream.close, network.close, proxy.close)
    expect((await askWhole(proxy)).end.outcome).toBe('complete')
    expect(network.asked).toEqual([])
  })
})

describe('through the proxy all is as it is without', () => {
  test('connections are kept, and forty replies at once each get their own', async () => {
    let count = 0
    const { proxy, network } = await start(
      (response) => {
        startStream(response)
        response.end(textChunk(`reply ${(count += 1)} `).repeat(200) + goodEnd)
      },
      { HTTP_PROXY: 'PROXY' },
    )
    for (let turn = 0; turn < 5; turn += 1) await askWhole(proxy)
    expect(network.asked).toHaveLength(1)
    const bodies = await Promise.all(
      Array.from({ length: 40 }, async () => (await askWhole(proxy)).middle.toString()),
    )
    expect(new Set(bodies).size).toBe(40)
  })

  test('words arrive as they are said, and a client that leaves ends the request', async () => {
    const { proxy, upstream } = await start(
      (response) => {
        startStream(response)
        response.write(textChunk('first'))
      },
      { HTTP_PROXY: 'PROXY', RESUME_WINDOW_MS: '0' },
    )
    const arrived = upstream.next()
    const leaving = new AbortController()
    const response = await ask(proxy, { signal: leaving.signal })
    await readUntil(readerOf(response), 'first')
    leaving.abort()
    await expect((await arrived).closed).resolves.toBeUndefined()
  })

  test('a client that leaves before there is an answer ends the request, too', async () => {
    const { proxy, upstream } = await start(() => undefined, { HTTP_PROXY: 'PROXY' })
    const arrived = upstream.next()
    const leaving = new AbortController()
    const asked = askCompletion(proxy, { signal: leaving.signal })
    const { closed } = await arrived
    leaving.abort()
    await expect(asked).rejects.toThrow('aborted')
    await expect(closed).resolves.toBeUndefined()
  })

  test('a tunnel that broke on its first use is not taken for a stale one', async () => {
    let asked = 0
    const { proxy } = await start(
      (response) => {
        asked += 1
        response.socket?.destroy()
      },
      { HTTP_PROXY: 'PROXY' },
    )
    expect((await askError(proxy)).error.code).toBe('upstream_error')
    expect(asked).toBe(1)
  })

  test('a kept tunnel that was closed just then is tried once more', async () => {
    const upstream = await startRawUpstream((socket: Socket, _request, onSocket) => {
      if (onSocket > 1) {
        socket.end()
        return
      }
      socket.write(streamHead)
      socket.write(Buffer.concat([hex(goodEnd), Buffer.from('0\r\n\r\n')]))
    })
    const network = await startConnectProxy({ to: upstream.url })
    const proxy = await startProxy(gateway, {
      HTTP_PROXY: network.url,
      RATE_LIMIT_PER_MINUTE: '0',
    })
    closers.push(upstream.close, network.close, proxy.close)
    for (let turn = 0; turn < 10; turn += 1) {
      expect((await askWhole(proxy)).end.outcome).toBe('complete')
    }
  })
})

describe('a proxy that does not let us through is told apart', () => {
  test.each([
    [407, /proxy \(HTTPS_PROXY\).*407.*user name and password/],
    [403, /proxy \(HTTPS_PROXY\).*status 403/],
    [502, /proxy \(HTTPS_PROXY\).*status 502/],
  ])('%d', async (refuseWith, words) => {
    const env = { HTTP_PROXY: 'PROXY' }
    const { proxy, upstream } = await start(answerWhole, env, { refuseWith })
    const { status, error } = await askError(proxy)
    expect({ status, code: error.code }).toEqual({ status: 502, code: 'upstream_unreachable' })
    expect(error.message).toMatch(words)
    expect(upstream.requests).toEqual([])
  })

  test('nobody listens there', async () => {
    const proxy = await startProxy(gateway, { HTTP_PROXY: 'http://127.0.0.1:1' })
    closers.push(proxy.close)
    expect((await askError(proxy)).error.code).toBe('upstream_unreachable')
  })

  test('it is silent: the first-byte timeout holds', async () => {
    const env = { HTTP_PROXY: 'PROXY', FIRST_BYTE_TIMEOUT_MS: '200' }
    const { proxy } = await start(answerWhole, env, { isSilent: true })
    expect((await askError(proxy)).error.code).toBe('upstream_timeout')
  })
})

test.each(['socks5://127.0.0.1:1080', 'http://', 'not an address'])(
  'HTTPS_PROXY=%s is refused in a sentence',
  async (value) => {
    await expect(startProxy('https://gateway.test/v1', { HTTPS_PROXY: value })).rejects.toThrow(
      'HTTPS_PROXY is not the address of an HTTP proxy',
    )
  },
)

async function startBoth(): Promise<{ upstream: Upstream; network: ConnectProxy }> {
  const upstream = await startUpstream(answerWhole)
  const network = await startConnectProxy({ to: upstream.url })
  closers.push(upstream.close, network.close)
  return { upstream, network }
}

describe('as a process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'askdesk-egress-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const main = fileURLToPath(new URL('../../apps/proxy/src/main.ts', import.meta.url))

  async function askProcess(env: Record<string, string>): Promise<{ text: string; log: string }> {
    const child = spawn(process.execPath, [main], {
      env: { PATH: process.env['PATH'] ?? '', PORT: '0', STATE_DIR: folder, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    closers.push(async () => void child.kill('SIGKILL'))
    let log = ''
    child.stdout?.on('data', (data: Buffer) => (log += data.toString()))
    child.stderr?.on('data', (data: Buffer) => (log += data.toString()))
    const [message]: unknown[] = await once(child, 'message')
    const { url } = message as { url: string } // what main.ts sends
    const response = await ask({ url, close: async () => undefined })
    return { text: await response.text(), log }
  }

  test('HTTP_PROXY of the environment is used and said, without its password', async () => {
    const { network } = await startBoth()
    const { text, log } = await askProcess({
      PORTKEY_BASE_URL: gateway,
      OPENAI_API_KEY: keys.OPENAI_API_KEY,
      HTTP_PROXY: network.url.replace('//', '//desk:secret-of-the-proxy@'),
    })
    expect(text).toContain('event: end')
    expect(network.asked).toHaveLength(1)
    expect(log).toContain('through this proxy')
    expect(log).not.toContain('secret-of-the-proxy')
  })

  test('NO_PROXY of the environment holds', async () => {
    const { network, upstream } = await startBoth()
    const { text } = await askProcess({
      PORTKEY_BASE_URL: upstream.url,
      OPENAI_API_KEY: keys.OPENAI_API_KEY,
      HTTP_PROXY: network.url,
      NO_PROXY: 'localhost,127.0.0.1',
    })
    expect(text).toContain('event: end')
    expect(network.asked).toEqual([])
  })
})
