import type { IncomingHttpHeaders } from 'node:http'
import { buildConnector, Pool, type Dispatcher } from 'undici'
import type { UpstreamRequest } from './request.ts'
import { createSharedReads } from './shared-reads.ts'

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

/** Node closes idle sockets after 5 s, and gateways run on Node: ours must be given up first. */
const keepAliveTimeout = 4000
const connectTimeout = 5000

/**
 * Connections to the gateway. No redirect is followed (the key would travel), no time is kept here
 * (runs have clocks of their own), and callbacks run on the socket's own turn: no streams, no
 * promises per chunk.
 */
export function createUpstreamClient(baseUrl: URL): UpstreamClient {
  const socketOptions = { timeout: connectTimeout, onread: createSharedReads() }
  const connector = buildConnector(socketOptions)
  const options: Pool.Options = {
    pipelining: 1,
    keepAliveTimeout,
    keepAliveMaxTimeout: keepAliveTimeout,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect(options, callback) {
      connector(options, (...result) => {
        const [error, socket] = result
        if (error) return callback(error, null)
        // A reset says nothing about the socket's past, which decides whether to try again.
        socket.prependListener('error', (problem: Error) => {
          usedBefore.set(problem, socket.bytesRead > 0)
        })
        return callback(null, socket)
      })
    },
  }
  const pool = new Pool(baseUrl.origin, options)
  // Keeps no connection, so that what is tried once more is not tried on another stale one.
  const fresh = new Pool(baseUrl.origin, options)
  return {
    send: (request, handler) => startExchange({ pool, fresh }, request, handler),
    async close() {
      await Promise.all([pool.destroy(), fresh.destroy()])
    },
  }
}

const usedBefore = new WeakMap<Error, boolean>()
/** One for all: an error made for each would collect a stack that nobody reads. */
const readerLeft = new Error('the reader has left')

type Pools = { readonly pool: Pool; readonly fresh: Pool }

function startExchange(
  { pool, fresh }: Pools,
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

  function dispatch(on: Pool, reset: boolean): void {
    const { method = 'POST', path, headers, body } = request
    on.dispatch({ method, path, headers: { ...headers }, body, reset }, dispatchHandler)
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

/** The race of every pool: the peer closed an idle socket just as it was taken. Nothing was answered, so once more is safe. */
function brokeOnReuse(error: Error): boolean {
  if (usedBefore.get(error)) return true
  const socket = 'socket' in error ? error.socket : undefined
  return (
    'code' in error &&
    error.code === 'UND_ERR_SOCKET' &&
    typeof socket === 'object' &&
    socket !== null &&
    'bytesRead' in socket &&
    Number(socket.bytesRead) > 0
  )
}
