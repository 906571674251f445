import {
  providersResponseSchema,
  type ApiError,
  type ProvidersResponse,
  type StreamRequest,
} from '@askdesk/contracts'
import { actingHeaders } from '../../../shared/acting-agent.ts'
import { SseLimitError } from '../../../shared/http/sse.ts'
import type { ChatEvent, ReplyEnd, ReplyEvent } from './chat-events.ts'
import {
  connectionLost,
  notAStream,
  readHttpError,
  tooLarge,
  unreachable,
} from './client-errors.ts'
import { readReplyBody, waitForNetwork } from './reply-body.ts'
import { createReplyEventReader } from './reply-events.ts'

export type PortkeyClient = {
  /**
   * Asks a question and yields the reply as it comes; the last event is always `end`. A lost
   * connection is picked up where it broke. Aborting ends the reply as `stopped`.
   */
  readonly streamChat: (
    request: StreamRequest,
    options?: { readonly signal?: AbortSignal | undefined },
  ) => AsyncGenerator<ChatEvent, void>
  /** Goes on with a reply that was already running, from body byte `after`. */
  readonly followRun: (
    runId: string,
    options: { readonly after: number; readonly signal?: AbortSignal | undefined },
  ) => AsyncGenerator<ChatEvent, void>
  /** Stops a reply for everyone who follows it. Says whether the proxy heard it. */
  readonly stopRun: (runId: string) => Promise<boolean>
  /** Tells Portkey what a person thinks of a reply, where the proxy can: from -10 to 10. */
  readonly sendFeedback: (traceId: string, value: number) => Promise<FeedbackResult>
  readonly listProviders: (signal?: AbortSignal) => Promise<ProvidersResponse>
}

/** Fate of a mark: `here` where the proxy has nobody to hand it to. */
export type FeedbackResult = {
  readonly state: 'sent' | 'here' | 'unsent'
  readonly problem?: string | undefined
}

export type PortkeyClientOptions = {
  readonly baseUrl?: string | undefined
  readonly fetch?: typeof fetch | undefined
  /** Waits before an attempt to reconnect; may come back early when the network does. */
  readonly wait?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined
  readonly now?: (() => Date) | undefined
}

/**
 * Waits between attempts. The first ones come while the proxy still waits for its reader; the later
 * ones go on for as long as it keeps what was finished meanwhile, which is five minutes.
 */
const quickDelays = [300, 1000, 2000, 4000, 8000]
const slowDelay = 10_000
const mostAttempts = 35
/** A proxy that does not even begin to answer within this time is asked again. */
const resumeTimeout = 20_000

type Opened =
  | {
      readonly ok: true
      readonly body: ReadableStream<Uint8Array>
      readonly runId: string | undefined
      /** A busy provider is waited for so long. */
      readonly waitsMs: number | undefined
    }
  | { readonly ok: false; readonly error: ApiError; readonly gone: boolean }

/** The page's one door to the assistant: needs no React, and no more of a browser than `fetch`. */
export function createPortkeyClient(options: PortkeyClientOptions = {}): PortkeyClient {
  const { baseUrl = '/api/ai', wait = waitForNetwork, now = () => new Date() } = options
  const send = (url: string, init: RequestInit = {}): Promise<Response> =>
    (options.fetch ?? globalThis.fetch)(url, {
      ...init,
      headers: { ...(init.headers as Record<string, string> | undefined), ...actingHeaders() }, // as this file writes them
    })

  async function open(path: string, init: RequestInit, signal: AbortSignal): Promise<Opened> {
    let response: Response
    try {
      response = await send(`${baseUrl}${path}`, { ...init, signal, cache: 'no-store' })
    } catch {
      return { ok: false, error: unreachable, gone: false }
    }
    if (!response.ok) {
      const gone = response.status === 404 || response.status === 416
      return { ok: false, error: await readHttpError(response, now()), gone }
    }
    const isStream = (response.headers.get('content-type') ?? '').startsWith('text/event-stream')
    const runId = response.headers.get('x-askdesk-run') ?? undefined
    const waitsMs = Number(response.headers.get('x-askdesk-waits-ms') ?? Number.NaN)
    if (isStream && response.body) {
      return { ok: true, body: response.body, runId, waitsMs: waitsMs >= 0 ? waitsMs : undefined }
    }
    await response.body?.cancel()
    return { ok: false, error: notAStream, gone: false }
  }

  async function openRun(runId: string, after: number, signal: AbortSignal): Promise<Opened> {
    const patience = new AbortController()
    const timer = setTimeout(() => patience.abort(), resumeTimeout)
    const path = `/runs/${encodeURIComponent(runId)}?after=${after}`
    try {
      return await open(path, { method: 'GET' }, AbortSignal.any([signal, patience.signal]))
    } finally {
      clearTimeout(timer)
    }
  }

  async function* read(
    start: Promise<Opened>,
    run: { id: string | undefined; offset: number },
    signal: AbortSignal,
  ): AsyncGenerator<ChatEvent, void> {
    const readEvent = createReplyEventReader()
    let opened = await start
    for (let attempt = 0; ;) {
      if (opened.ok) {
        if (attempt > 0) yield { type: 'connected' }
        if (run.id === undefined && opened.runId !== undefined) {
          run.id = opened.runId
          yield { type: 'waiting', runId: opened.runId, forMs: opened.waitsMs }
        }
        try {
          for await (const event of readReplyBody(opened.body, run.offset, readEvent)) {
            attempt = 0
            run.offset = event.endsAt
            if (event.type === 'run') run.id = event.run.runId
            if (event.type !== 'end') yield event
            else return yield toEnd(event)
          }
        } catch (error) {
          if (error instanceof SseLimitError) return yield interrupted(tooLarge)
          // Anything else is the connection: it is picked up below.
        }
      }
      if (signal.aborted) return yield { type: 'end', outcome: 'stopped' }
      if (!opened.ok && attempt === 0 && run.id === undefined) {
        return yield { type: 'end', outcome: 'error', error: opened.error }
      }
      if (!opened.ok && !opened.gone && !opened.error.retryable) {
        return yield interrupted(opened.error)
      }
      const isGone = !opened.ok && opened.gone
      if (run.id === undefined || attempt >= mostAttempts || isGone) {
        return yield interrupted(connectionLost)
      }
      const delay = quickDelays[attempt] ?? slowDelay
      attempt += 1
      yield { type: 'reconnecting', attempt }
      await wait(delay, signal)
      if (signal.aborted) return yield { type: 'end', outcome: 'stopped' }
      opened = await openRun(run.id, run.offset, signal)
    }
  }

  return {
    streamChat(request, { signal = new AbortController().signal } = {}) {
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify({ ...request, early: true }),
      }
      return read(open('/stream', init, signal), { id: undefined, offset: 0 }, signal)
    },

    followRun(runId, { after, signal = new AbortController().signal }) {
      return read(openRun(runId, after, signal), { id: runId, offset: after }, signal)
    },

    async stopRun(runId) {
      try {
        const path = `${baseUrl}/runs/${encodeURIComponent(runId)}`
        const response = await send(path, { method: 'DELETE', keepalive: true })
        return response.ok || response.status === 404
      } catch {
        return false
      }
    },

    async sendFeedback(traceId, value) {
      try {
        const response = await send(`${baseUrl}/feedback`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ traceId, value }),
          keepalive: true,
        })
        if (response.ok) return { state: 'sent' }
        if (response.status === 501) return { state: 'here' }
        return { state: 'unsent', problem: (await readHttpError(response, now())).message }
      } catch {
        return { state: 'unsent', problem: unreachable.message }
      }
    },

    async listProviders(signal) {
      const response = await send(`${baseUrl}/providers`, signal ? { signal } : {})
      if (!response.ok) throw new Error((await readHttpError(response, now())).message)
      return providersResponseSchema.parse(await response.json())
    },
  }
}

function toEnd({ endsAt: _endsAt, ...end }: Extract<ReplyEvent, { type: 'end' }>): ReplyEnd {
  return end
}

function interrupted(error: ApiError): ReplyEnd {
  return { type: 'end', outcome: 'interrupted', error }
}

/** The client that the page uses. */
export const portkeyClient: PortkeyClient = createPortkeyClient()
