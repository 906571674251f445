import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RequestTrack } from './recorder.ts'

/** The client hung up: whatever was generating stops by it. */
export class ClientGoneError extends Error {
  override readonly name = 'ClientGoneError'
  readonly code = 'client_gone'
  constructor() {
    super('The client closed its connection.')
  }
}

/**
 * One answer on its socket. Backpressure: every write waits for a slow reader. Every wait ends when
 * the client leaves; both then throw `ClientGoneError`.
 */
export type Exchange = {
  readonly signal: AbortSignal
  readonly head: (status: number, headers: Record<string, string | string[]>) => void
  readonly write: (bytes: string | Uint8Array) => Promise<void>
  readonly end: (bytes?: string | Uint8Array) => void
  /** The connection is torn down with a RST, in the middle of whatever was going on. */
  readonly reset: () => void
  /** Bytes past Node's HTTP, for answers that are not well formed. */
  readonly socketWrite: (bytes: string | Uint8Array) => Promise<void>
  readonly socketEnd: () => void
  readonly wait: (milliseconds: number) => Promise<void>
  /** Says nothing more and waits until the client leaves. */
  readonly hold: () => Promise<never>
}

export function createExchange(raw: ServerResponse, track: RequestTrack): Exchange {
  const gone = new AbortController()
  // Small writes must leave as they are made: scripts that cut characters in two rely on it.
  raw.socket?.setNoDelay(true)
  raw.on('close', () => {
    track.closed(raw.writableFinished ? 'finished' : 'client-left')
    gone.abort()
  })
  raw.on('error', () => gone.abort())

  return {
    signal: gone.signal,
    head(status, headers) {
      const { connection: _connection, 'keep-alive': _keepAlive, ...others } = headers
      // Sends no keep-alive to a client that asked for the connection to be closed.
      raw.writeHead(status, raw.shouldKeepAlive ? headers : others)
      raw.flushHeaders()
      track.head(status)
    },
    async write(bytes) {
      if (gone.signal.aborted) throw new ClientGoneError()
      track.wrote(typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.byteLength)
      if (!raw.write(bytes)) await drained(raw, gone.signal)
    },
    end(bytes) {
      if (bytes !== undefined) {
        track.wrote(typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.byteLength)
      }
      raw.end(bytes)
    },
    reset() {
      track.closed('reset')
      raw.socket?.resetAndDestroy()
    },
    async socketWrite(bytes) {
      if (gone.signal.aborted) throw new ClientGoneError()
      await new Promise<void>((resolve) => {
        if (raw.socket) raw.socket.write(bytes, () => resolve())
        else resolve()
      })
    },
    socketEnd() {
      track.closed('reset')
      raw.socket?.end()
    },
    async wait(milliseconds) {
      if (milliseconds <= 0 && !gone.signal.aborted) return
      await sleep(milliseconds, undefined, { signal: gone.signal }).catch(() => {
        throw new ClientGoneError()
      })
    },
    hold: () =>
      new Promise((_resolve, reject) => {
        const leave = (): void => reject(new ClientGoneError())
        if (gone.signal.aborted) leave()
        else gone.signal.addEventListener('abort', leave, { once: true })
      }),
  }
}

function drained(raw: ServerResponse, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onDrain = (): void => {
      signal.removeEventListener('abort', onGone)
      resolve()
    }
    const onGone = (): void => {
      raw.removeListener('drain', onDrain)
      reject(new ClientGoneError())
    }
    raw.once('drain', onDrain)
    signal.addEventListener('abort', onGone, { once: true })
  })
}
