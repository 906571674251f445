import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  endEventSchema,
  errorBodySchema,
  runEventSchema,
  type ApiError,
  type EndEvent,
  type RunEvent,
} from '@askdesk/contracts'
import { buildApp } from '../../apps/proxy/src/app.ts'
import type { Environment } from '@askdesk/service'
import { readConfig } from '../../apps/proxy/src/config/config.ts'
import { catalogueFile } from '../catalogue-file.ts'

/** Canaries: none of these may turn up in anything that a client gets. */
export const keys = {
  OPENAI_API_KEY: 'sk-canary-openai-8c1f',
  GROQ_API_KEY: 'gsk-canary-groq-77ab',
  ANTHROPIC_API_KEY: 'sk-ant-canary-90de',
  OPENROUTER_API_KEY: 'sk-or-canary-41cc',
}

export type Proxy = { readonly url: string; close(): Promise<void> }

/** The real proxy on a free port, in this process, against any upstream. */
export async function startProxy(upstreamUrl: string, env: Environment = {}): Promise<Proxy> {
  // Keeps what one proxy has counted from the next one, unless a test says so.
  const folder = mkdtempSync(join(tmpdir(), 'askdesk-proxy-'))
  const result = readConfig(
    {
      PORT: '0',
      LOG_LEVEL: 'silent',
      DRAIN_TIMEOUT_MS: '0',
      SHUTDOWN_GRACE_MS: '0',
      PORTKEY_BASE_URL: upstreamUrl,
      CATALOGUE_FILE: catalogueFile,
      STATE_DIR: folder,
      ...keys,
      ...env,
    },
    (path) => readFileSync(path, 'utf8'),
  )
  if (!result.ok) throw new Error(result.problems.join('\n'))
  const app = await buildApp(result.config)
  await app.server.listen({ host: '127.0.0.1', port: 0 })
  const close = async (): Promise<void> => {
    await app.drain()
    rmSync(folder, { recursive: true, force: true })
  }
  return { url: `http://127.0.0.1:${portOf(app.server.server)}`, close }
}

export type Seen = {
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
  readonly method: string
  readonly path: string
  /** Resolves when the connection of this request is closed, by whomever. */
  readonly closed: Promise<void>
}

export type Upstream = {
  readonly url: string
  readonly requests: Seen[]
  /** The next request that arrives. */
  next(): Promise<Seen>
  close(): Promise<void>
}

/** An upstream whose answers a test writes itself, on a real socket. */
export async function startUpstream(
  answer: (response: ServerResponse, seen: Seen, request: IncomingMessage) => void,
): Promise<Upstream> {
  const requests: Seen[] = []
  const waiting: ((seen: Seen) => void)[] = []
  const server = http.createServer((request, response) => {
    const closed = once(response, 'close').then(() => undefined)
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const seen = {
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
        method: request.method ?? '',
        path: request.url ?? '',
        closed,
      }
      requests.push(seen)
      waiting.shift()?.(seen)
      answer(response, seen, request)
    })
    response.on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    requests,
    next: () => new Promise((resolve) => waiting.push(resolve)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export type AskOptions = {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export const question = {
  provider: 'openai',
  model: 'gpt-4.1',
  messages: [{ role: 'user', content: 'Hello' }],
}

export function ask(
  proxy: Proxy,
  { body = question, headers = {}, signal }: AskOptions = {},
): Promise<Response> {
  return fetch(`${proxy.url}/api/ai/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(signal && { signal }),
  })
}

export type Parts = { readonly run: RunEvent; readonly middle: Buffer; readonly end: EndEvent }

/** Cuts a whole body into our first event, Portkey's bytes, and our last event. */
export function split(body: Buffer): Parts {
  const first = body.indexOf('\n\n') + 2
  const last = body.lastIndexOf('event: end\n')
  if (last < first) throw new Error(`There is no end event in: ${body.toString().slice(-300)}`)
  return {
    run: runEventSchema.parse(JSON.parse(dataOf(body.subarray(0, first)))),
    middle: body.subarray(first, last),
    end: readEnd(dataOf(body.subarray(last))),
  }
}

/** Read as a page reads it, and with all that the proxy always writes. */
function readEnd(data: string): EndEvent {
  const { receipt, ...end } = endEventSchema.parse(JSON.parse(data))
  if (!receipt) throw new Error(`There is no receipt in: ${data}`)
  return { ...end, receipt } as EndEvent // the proxy names no outcome or code beyond its own
}

export async function askWhole(proxy: Proxy, options?: AskOptions): Promise<Parts> {
  const response = await ask(proxy, options)
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`)
  return split(Buffer.from(await response.arrayBuffer()))
}

export async function askError(
  proxy: Proxy,
  options?: AskOptions,
): Promise<{ status: number; error: ApiError; headers: Headers }> {
  const response = await ask(proxy, options)
  const { error } = errorBodySchema.parse(await response.json())
  return { status: response.status, error, headers: response.headers }
}

/** Reads until the text has arrived; the reader can go on from there. */
export async function readUntil(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  text: string,
): Promise<Buffer> {
  let read = Buffer.alloc(0)
  while (!read.includes(text)) {
    const { done, value } = await reader.read()
    if (done) throw new Error(`The stream ended before “${text}”: ${read.toString()}`)
    read = Buffer.concat([read, value])
  }
  return read
}

export function readerOf(response: Response): ReadableStreamDefaultReader<Uint8Array> {
  if (!response.body) throw new Error('The response has no body.')
  return response.body.getReader()
}

export function startStream(
  response: ServerResponse,
  headers: http.OutgoingHttpHeaders = {},
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', ...headers })
  response.flushHeaders()
}

export function textChunk(content: string, extra: Record<string, unknown> = {}): string {
  return `data: ${JSON.stringify({ model: 'gpt-4.1-2025-04-14', choices: [{ index: 0, delta: { content }, finish_reason: null, ...extra }] })}\n\n`
}

export const goodEnd = `${textChunk('', { delta: {}, finish_reason: 'stop' })}data: [DONE]\n\n`

function dataOf(event: Buffer): string {
  // By line feeds alone: a pattern would take U+2028 for the end of a line.
  const line = event
    .toString()
    .split('\n')
    .find((candidate) => candidate.startsWith('data: '))
  return line?.slice('data: '.length) ?? ''
}

function portOf(server: http.Server): number {
  return (server.address() as AddressInfo).port // a listening TCP server has this shape
}

/** A whole reply that ends well, without a word. */
export function answerWell(response: ServerResponse): void {
  startStream(response)
  response.end(goodEnd)
}
