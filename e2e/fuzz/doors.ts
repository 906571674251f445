import { once } from 'node:events'
import { errorBodySchema } from '@askdesk/contracts'
import { goodEnd, startStream, startUpstream, textChunk } from '../proxy/harness.ts'
import { startReplica, startTickets, startWebServer, type Replica } from '../replicas/rig.ts'
import type { FuzzOptions, FuzzReport } from './fuzz.ts'
import { inPool } from './pool.ts'
import { createRandom } from './random.ts'
import { exchange, rawRequest } from './raw-request.ts'

export type DoorsReport = FuzzReport & {
  /** The longest time that anything held the event loop, in milliseconds, for each service. */
  readonly loopHeldMs: Readonly<Record<string, number>>
}

const watch = { NODE_OPTIONS: `--import ${new URL('./loop-watch.ts', import.meta.url).href}` }
/** Longer than any service waits for the rest of a request. */
const patienceMs = 45_000

/**
 * Random bytes over raw sockets at every service: well framed, badly framed, costly, hostile. Each
 * gets an answer of the one shape, or a closed connection; none is a 500, and all services live on.
 */
export async function fuzzDoors({ seed, count, atOnce = 16 }: FuzzOptions): Promise<DoorsReport> {
  const upstream = await startUpstream((response) => {
    startStream(response)
    response.end(textChunk('Hi') + goodEnd)
  })
  const env = { ...watch, RATE_LIMIT_PER_MINUTE: '0' }
  const [proxy, tickets] = await Promise.all([
    startReplica(upstream.url, env),
    startTickets({ ...env, TICKETS_SEED: 'true' }),
  ])
  const web = await startWebServer({ ...watch, PROXY_URL: proxy.url, TICKETS_URL: tickets.url })
  const services = { proxy, tickets, web }
  const names = Object.keys(services) as (keyof typeof services)[] // an object literal has no other keys
  for (const name of names) await loopHeld(services[name])

  const counts: Record<string, number> = {}
  const failures: string[] = []
  await inPool(count, atOnce, async (index) => {
    const random = createRandom(seed, index)
    const name = names[index % names.length] ?? 'web'
    const bytes = rawRequest(random)
    const answer = await exchange(Number(new URL(services[name].url).port), bytes, patienceMs)
    const kind = `${name} ${judge(answer, (problem) => failures.push(`case ${index} at ${name}: ${problem} for ${bytes.slice(0, 200)}`))}`
    counts[kind] = (counts[kind] ?? 0) + 1
  })
  const loopHeldMs: Record<string, number> = {}
  for (const name of names) {
    loopHeldMs[name] = await loopHeld(services[name])
    const alive = await fetch(`${services[name].url}/healthz`)
    if (!alive.ok) failures.push(`${name} does not live on`)
    await services[name].close()
  }
  await upstream.close()
  return { counts, failures, loopHeldMs }
}

/** Names the kind of an answer; `fail` hears of what no answer may be. */
function judge(answer: string, fail: (problem: string) => void): string {
  if (answer === '') return 'closed'
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])
  if (!status) fail(`no answer of HTTP: ${answer.slice(0, 80)}`)
  if (status === 500 || status === 502) fail(`${status}: ${answer.slice(-200)}`)
  const [head = '', ...rest] = answer.split('\r\n\r\n')
  // Behind it may stand the answer to what was left of the bytes.
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
  const body = rest.join('\r\n\r\n').slice(0, length)
  const isJson = /content-type: application\/json/i.test(head)
  // An answer to HEAD has the length of a body, and none.
  if (status >= 400 && isJson && body.startsWith('{') && !/transfer-encoding/i.test(head)) {
    if (!errorBodySchema.safeParse(parsed(body)).success)
      fail(`another shape: ${body.slice(0, 200)}`)
  }
  return String(status)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function loopHeld({ child }: Replica): Promise<number> {
  child.send('how long was the loop held')
  const [message] = (await once(child, 'message')) as [{ loopHeldMs: number }] // what loop-watch sends
  return message.loopHeldMs
}
