import type { IncomingHttpHeaders } from 'node:http'

/** How an answer is going: still open, sent whole, left by the client, or torn down by a script. */
export type AnswerState = 'open' | 'finished' | 'client-left' | 'reset'

/** A request as a test wants to see it. Nothing is redacted: this is a test tool on loopback. */
export type RecordedRequest = {
  readonly id: number
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: unknown
  script: string | undefined
  state: AnswerState
  /** The status that was sent, once it was. */
  status: number | undefined
  chunksWritten: number
  bytesWritten: number
  readonly startedAt: number
  endedAt: number | undefined
}

/** Facts about one request, from the answering code to the recorder. */
export type RequestTrack = {
  readonly plays: (script: string) => void
  readonly head: (status: number) => void
  readonly wrote: (bytes: number) => void
  readonly closed: (state: Exclude<AnswerState, 'open'>) => void
}

export type Recorder = {
  readonly track: (
    seen: Pick<RecordedRequest, 'method' | 'url' | 'headers' | 'body'>,
  ) => RequestTrack
  readonly requests: () => readonly RecordedRequest[]
  readonly waitForRequest: (
    predicate: (request: RecordedRequest) => boolean,
    options?: { readonly timeoutMs?: number | undefined },
  ) => Promise<RecordedRequest>
}

const silentTrack: RequestTrack = {
  plays: () => undefined,
  head: () => undefined,
  wrote: () => undefined,
  closed: () => undefined,
}

/** Used when nothing is to be kept. */
export function createSilentRecorder(): Recorder {
  return {
    track: () => silentTrack,
    requests: () => [],
    waitForRequest: () =>
      Promise.reject(new Error('Nothing is recorded: build the gateway with { record: true }.')),
  }
}

/** Keeps the last requests in memory and wakes whoever waits for one to reach a state. */
export function createRecorder(limit = 1000): Recorder {
  const kept: RecordedRequest[] = []
  const waiting = new Set<(request: RecordedRequest) => void>()
  let lastId = 0
  const announce = (request: RecordedRequest): void => {
    for (const look of waiting) look(request)
  }

  return {
    track(seen) {
      lastId += 1
      const request: RecordedRequest = {
        id: lastId,
        ...seen,
        script: undefined,
        state: 'open',
        status: undefined,
        chunksWritten: 0,
        bytesWritten: 0,
        startedAt: Date.now(),
        endedAt: undefined,
      }
      kept.push(request)
      if (kept.length > limit) kept.shift()
      announce(request)
      return {
        plays(script) {
          request.script = script
          announce(request)
        },
        head(status) {
          request.status = status
          announce(request)
        },
        wrote(bytes) {
          request.chunksWritten += 1
          request.bytesWritten += bytes
          announce(request)
        },
        closed(state) {
          if (request.state !== 'open') return
          request.state = state
          request.endedAt = Date.now()
          announce(request)
        },
      }
    },
    requests: () => kept,
    waitForRequest(predicate, { timeoutMs = 10_000 } = {}) {
      const found = kept.find(predicate)
      if (found) return Promise.resolve(found)
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look)
          const seen = kept.map((one) => `${one.method} ${one.url} ${one.state}`).join(', ')
          reject(new Error(`No such request within ${timeoutMs} ms. Seen: ${seen || 'none'}.`))
        }, timeoutMs)
        const look = (request: RecordedRequest): void => {
          if (!predicate(request)) return
          clearTimeout(timer)
          waiting.delete(look)
          resolve(request)
        }
        waiting.add(look)
      })
    },
  }
}
