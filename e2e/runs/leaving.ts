import { inPool } from '../fuzz/pool.ts'
import { startProxy, startStream, startUpstream, textChunk } from '../proxy/harness.ts'
import { openRequest } from './live-request.ts'

/** How a reply is ended by its reader, and in which state. */
export const endings = [
  'page leaves before the head',
  'page leaves before the first word',
  'page leaves in the middle',
  'page stops before the first word',
  'page stops in the middle',
  'client leaves before the head',
  'client leaves before the first word',
  'client leaves in the middle',
  'client, not streamed, leaves before the head',
  'client, not streamed, leaves in the middle',
] as const
export type LeavingKind = (typeof endings)[number]

export type LeavingReport = {
  readonly kind: LeavingKind
  readonly asked: number
  readonly closed: number
  /** Milliseconds from leaving to the upstream's connection being closed, sorted. */
  readonly times: readonly number[]
}

type Watch = { readonly arrived: Promise<void>; readonly closed: Promise<void> }
type Watched = Watch & { arrive(closed: Promise<void>): void }

/** Leaves or stops so many replies of one kind and waits for each upstream to be closed. */
export async function verifyLeaving(kind: LeavingKind, count: number): Promise<LeavingReport> {
  const watched = new Map<string, Watched>()
  const upstream = await startUpstream((response, { body, closed }) => {
    watched.get(/case (\d+)/.exec(body)?.[1] ?? '')?.arrive(closed)
    if (kind.endsWith('before the head')) return
    if (kind.includes('not streamed')) {
      response.writeHead(200, { 'content-type': 'application/json' })
      return void response.write('{"choices":[{"message":')
    }
    startStream(response)
    if (kind.endsWith('in the middle')) response.write(textChunk('first'))
  })
  const { url, close } = await startProxy(upstream.url, {
    RATE_LIMIT_PER_MINUTE: '0',
    MAX_RUNS_PER_CLIENT: '0',
    // With a window a reader who left is waited for; a stop and a client of the API are not.
    RESUME_WINDOW_MS: kind.startsWith('page leaves') ? '0' : '30000',
  })
  const times: number[] = []

  await inPool(count, 20, async (index) => {
    const watch = createWatch()
    watched.set(String(index), watch)
    const messages = [{ role: 'user', content: `case ${index}` }]
    const isPage = kind.startsWith('page')
    const request = isPage
      ? openRequest(`${url}/api/ai/stream`, { provider: 'openai', messages })
      : openRequest(`${url}/v1/chat/completions`, {
          model: 'openai/gpt-4.1',
          stream: !kind.includes('not streamed'),
          messages,
        })
    await watch.arrived
    const answer = await reach(request, kind)
    const startedAt = performance.now()
    if (kind.startsWith('page stops')) {
      const runId = /"runId":"([^"]+)"/.exec(answer.toString())?.[1]
      await fetch(`${url}/api/ai/runs/${runId}`, { method: 'DELETE' })
    } else request.leave()
    await watch.closed
    times.push(performance.now() - startedAt)
    request.leave()
    watched.delete(String(index))
  })
  await close()
  await upstream.close()
  return { kind, asked: count, closed: times.length, times: times.toSorted((a, b) => a - b) }
}

/** Waits for the state in which the reader is to leave. */
function reach(
  request: ReturnType<typeof openRequest>,
  kind: LeavingKind,
): Promise<Buffer> | Buffer {
  const nothing = Buffer.alloc(0)
  if (kind.endsWith('before the head') || kind.includes('not streamed')) return nothing
  if (kind.endsWith('in the middle')) return request.until('first')
  return request.until(kind.startsWith('page') ? 'event: run' : 0)
}

function createWatch(): Watched {
  let announce: ((request: { closed: Promise<void> }) => void) | undefined
  const request = new Promise<{ closed: Promise<void> }>((resolve) => {
    announce = resolve
  })
  return {
    arrive: (closed) => announce?.({ closed }),
    arrived: request.then(() => undefined),
    closed: request.then(({ closed }) => closed),
  }
}
