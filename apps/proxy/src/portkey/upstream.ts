import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import type { Egress } from '../config/egress.ts'
import type { UpstreamRequest } from './request.ts'
import { brokeOnReuse, createPool } from './upstream-pools.ts'

/** Callbacks of one exchange. Exactly one of `end` and `failed` comes last, unless it was aborted. */
export type ExchangeHandler = {
  head(status: number, headers: IncomingHttpHeaders): void
  data(chunk: Buffer): void
  end(): void
  failed(error: Error): void
}

/** A running exchange. `abort` closes the connection, whatever state it is in; nothing is called after it. */
export type Exchange = {
  abort(): void
  pause(): void
  resume(): void
}

export type UpstreamClient = {
  send(request: UpstreamRequest, handler: ExchangeHandler): Exchange
  close(): Promise<void>
}

/**
 * Connections to the gateway. No redirect is followed (the key would travel), no time is kept here
 * (runs have clocks of their own), and callbacks run on the socket's own turn: no streams, no
 * promises per chunk.
 */
export function createUpstreamClient(baseUrl: URL, egress?: Egress): UpstreamClient {
  const { origin } = baseUrl
  const pool = createPool(baseUrl, egress)
  // Keeps no connection, so that what is tried once more is not tried on another stale one.
  const fresh = createPool(baseUrl, egress)
  return {
    send: (request, handler) => startExchange({ origin, pool, fresh }, request, handler),
    async close() {
      await Promise.all([pool.destroy(), fresh.destroy()])
    },
  }
}

/** One for all: an error made for each would collect a stack that nobody reads. */
const readerLeft = new Error('the reader has left')

type Pools = { readonly origin: string; readonly pool: Dispatcher; readonly fresh: Dispatcher }

function startExchange(
  { origin, pool, fresh }: Pools,
  request: UpstreamRequest,
  handler: ExchangeHandler,
): Exchange {
  let controller: Dispatcher.DispatchController | undefined
  let over = false
  let paused = false
  let answered = false
  let mayRetry = true

  const finish = (call: () => void): void => {
    if (over) return
    over = true
    call()
  }

  const dispatchHandler: Dispatcher.DispatchHandler = {
    onRequestStart(started) {
      controller = started
      if (over) started.abort(readerLeft)
    },
    onResponseStart(_controller, status, headers) {
      // 102 and 103 come before the answer.
      if (over || status < 200) return
      answered = true
      handler.head(status, headers)
    },
    onResponseData(_controller, chunk) {
      if (!over) handler.data(chunk)
    },
    onResponseEnd() {
      finish(() => handler.end())
    },
    onResponseError(_controller, error) {
      if (over) return
      if (!answered && mayRetry && brokeOnReuse(error)) {
        mayRetry = false
        dispatch(fresh, true)
        return
      }
      finish(() => handler.failed(error))
    },
  }

  function dispatch(on: Dispatcher, reset: boolean): void {
    const { method = 'POST', path, headers, body } = request
    on.dispatch({ origin, method, path, headers: { ...headers }, body, reset }, dispatchHandler)
  }

  dispatch(pool, false)
  return {
    abort() {
      if (over) return
      over = true
      controller?.abort(readerLeft)
    },
    pause() {
      if (over || paused) return
      paused = true
      controller?.pause()
    },
    resume() {
      if (over || !paused) return
      paused = false
      controller?.resume()
    },
  }
}
