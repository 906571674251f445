import { errorBodySchema } from '@askdesk/contracts'
import {
  goodEnd,
  keys,
  split,
  startProxy,
  startStream,
  startUpstream,
  textChunk,
} from '../proxy/harness.ts'
import { startRawUpstream } from '../proxy/raw-upstream.ts'
import { randomRequest } from './bodies.ts'
import { checkUpstreamRequest } from './check-upstream-request.ts'
import { createHttpClient, type Exchange, type HttpClient } from './http.ts'
import { inPool } from './pool.ts'
import { createRandom, type Random } from './random.ts'
import { perform, randomPlay } from './upstream-plays.ts'

export type FuzzOptions = {
  readonly seed: number
  readonly count: number
  readonly atOnce?: number
}

export type FuzzReport = {
  /** How often each kind of answer was given. */
  readonly counts: Readonly<Record<string, number>>
  /** Cases in which something is wrong, each with its number: `createRandom(seed, case)` repeats it. */
  readonly failures: readonly string[]
}

const headers = { 'content-type': 'application/json' }
const hangAfterMs = 20_000
const clocks = {
  FIRST_BYTE_TIMEOUT_MS: '500',
  IDLE_TIMEOUT_MS: '500',
  RATE_LIMIT_PER_MINUTE: '0',
  MAX_RUNS_PER_CLIENT: '0',
}

/** Random request bodies against an upstream that answers well: an answer or a 4xx, nothing else. */
export async function fuzzBodies({ seed, count, atOnce = 32 }: FuzzOptions): Promise<FuzzReport> {
  const book = createBook()
  const upstream = await startUpstream((response, seen) => {
    checkUpstreamRequest(seen, (problem) => book.fail('sent upstream', problem))
    if (seen.body.includes('"stream":false')) {
      response.writeHead(200, headers)
      return void response.end('{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}')
    }
    startStream(response)
    response.end(textChunk('Hi') + goodEnd)
  })
  const proxy = await startProxy(upstream.url, clocks)
  const client = createHttpClient(atOnce, hangAfterMs)
  await inPool(count, atOnce, (index) =>
    book.watch(index, async () => {
      const { path, headers, body } = randomRequest(createRandom(seed, index))
      const answer = await client.send({ method: 'POST', url: proxy.url + path, headers, body })
      if (answer.status !== 200 && (answer.status < 400 || answer.status > 499)) {
        throw new Error(`status ${answer.status} for input: ${body.toString().slice(0, 300)}`)
      }
      return `${path} ${checkEnd(answer, path)}`
    }),
  )
  client.close()
  await proxy.close()
  await upstream.close()
  return book.report()
}

/** Random upstream bytes: an honest end or a clear error, and the same bytes for every reader. */
export async function fuzzStreams({ seed, count, atOnce = 32 }: FuzzOptions): Promise<FuzzReport> {
  const book = createBook()
  const upstream = await startRawUpstream((socket, _request, _onSocket, received) => {
    const index = Number(/case (\d+)/.exec(received)?.[1])
    void perform(randomPlay(createRandom(seed, index)), socket)
  })
  const proxy = await startProxy(upstream.url, clocks)
  const client = createHttpClient(atOnce, hangAfterMs)
  await inPool(count, atOnce, (index) =>
    book.watch(index, () => {
      // Another source than the play's, so that how it is read says nothing about what is sent.
      const random = createRandom(seed + 1, index)
      return random.chance(0.6)
        ? readAsPage(client, proxy.url, index, random)
        : readAsClient(client, proxy.url, index, random)
    }),
  )
  client.close()
  await proxy.close()
  await upstream.close()
  return book.report()
}

async function readAsPage(
  client: HttpClient,
  url: string,
  index: number,
  random: Random,
): Promise<string> {
  const body = Buffer.from(
    JSON.stringify({ provider: 'openai', messages: [{ role: 'user', content: `case ${index}` }] }),
  )
  const leaveAfter = random.chance(0.5) ? 400 + random.int(2000) : Infinity
  const first = await client.send({
    method: 'POST',
    url: `${url}/api/ai/stream`,
    headers,
    body,
    leaveAfter,
  })
  if (first.status !== 200) return `page ${checkEnd(first, '/api/ai/stream')}`
  const runId = /"runId":"([^"]+)"/.exec(first.body.toString())?.[1]
  const run = `${url}/api/ai/runs/${runId}`
  const rest = await client.send({ method: 'GET', url: `${run}?after=${first.body.length}` })
  const all = await client.send({ method: 'GET', url: run })
  if (rest.status !== 200 || all.status !== 200)
    throw new Error(`read on: ${rest.status}, ${all.status}`)
  if (!Buffer.concat([first.body, rest.body]).equals(all.body)) {
    throw new Error(
      `a reader who came back has other bytes (${first.body.length} of ${all.body.length})`,
    )
  }
  return `page ${checkEnd(all, '/api/ai/stream')}`
}

async function readAsClient(
  client: HttpClient,
  url: string,
  index: number,
  random: Random,
): Promise<string> {
  const stream = random.chance(0.7)
  const body = Buffer.from(
    JSON.stringify({
      model: 'openai/gpt-4.1',
      stream,
      messages: [{ role: 'user', content: `case ${index}` }],
    }),
  )
  const answer = await client.send({
    method: 'POST',
    url: `${url}/v1/chat/completions`,
    headers,
    body,
  })
  return `client ${checkEnd(answer, '/v1/chat/completions')}`
}

/** Classifies an answer, or throws for one that none may be. */
function checkEnd({ status, type, body }: Exchange, path: string): string {
  for (const key of Object.values(keys))
    if (body.includes(key)) throw new Error('a key is in the answer')
  if (status === 500) throw new Error(`500: ${body.toString().slice(0, 300)}`)
  if (status !== 200)
    return `${status} ${errorBodySchema.parse(JSON.parse(body.toString())).error.code}`
  if (path === '/api/ai/stream') return `200 ${split(body).end.outcome}`
  if (type.startsWith('application/json')) {
    JSON.parse(body.toString())
    return '200 document'
  }
  const text = body.toString('latin1')
  const failure = text.lastIndexOf('event: error\ndata: {"error":')
  if (failure !== -1 && text.endsWith('}\n\n') && !text.slice(failure).includes('[DONE]')) {
    return `200 ${errorBodySchema.parse(JSON.parse(text.slice(failure + 19))).error.code}`
  }
  if (/data: ?\[DONE\]/.test(text)) return '200 done'
  throw new Error(`neither [DONE] nor an error at the end: ${text.slice(-300)}`)
}

type Book = {
  watch(index: number, work: () => Promise<string>): Promise<void>
  fail(where: string, problem: string): void
  report(): FuzzReport
}

function createBook(): Book {
  const counts: Record<string, number> = {}
  const failures: string[] = []
  const fail = (where: string, problem: string): void => void failures.push(`${where}: ${problem}`)
  return {
    fail,
    async watch(index, work) {
      try {
        const kind = await work()
        counts[kind] = (counts[kind] ?? 0) + 1
      } catch (error) {
        fail(`case ${index}`, error instanceof Error ? error.message : String(error))
      }
    },
    report: () => ({ counts, failures }),
  }
}
