import type { ApiError, Outcome } from '@askdesk/contracts'
import type { IncomingHttpHeaders } from 'node:http'
import { ProxyError } from '../errors.ts'
import { errorFromResponse, type Asked } from '../portkey/error-response.ts'
import { completionAsStream } from '../portkey/json-reply.ts'
import { readStreamFacts, type StreamFacts } from '../portkey/outcome.ts'
import { errorFromReach } from '../portkey/reach-error.ts'
import type { UpstreamRequest } from '../portkey/request.ts'
import type { Exchange, UpstreamClient } from '../portkey/upstream.ts'
import type { Timeouts } from '../config.ts'
import { createMarkFilter } from './byte-order-mark.ts'
import type { EventGate } from './event-gate.ts'
import { createRun, type Run } from './run.ts'
import { createRunLog, type RunLog } from './run-log.ts'
import type { Masking } from './secret-mask.ts'
import { endError } from './end-error.ts'

const errorBodyCap = 64 * 1024
const jsonBodyCap = 8 * 1024 * 1024
/** Enough for the last chunks of any provider; a larger last event is read whole. */
const tailBytes = 64 * 1024
/** How long an upstream may take to close after `[DONE]` before its connection is given up. */
const doneGrace = 200
const closingBracket = 93
const firstText = /"(?:content|reasoning|reasoning_content|arguments)":\s*"(?!")/

/** How a reply ended, before it is put into words: for the receipt, the log and provider health. */
export type Ending = {
  readonly outcome: Outcome
  readonly facts: StreamFacts
  readonly error: ApiError | undefined
  readonly ttftMs: number | null
  readonly durationMs: number
  readonly answeredBy: string | undefined
  /** It ended because of us or the reader; upstream is not to blame. */
  readonly byUs: boolean
  readonly log: RunLog
  readonly upstreamStart: number
}

export type ReplyOptions = {
  readonly client: UpstreamClient
  readonly request: UpstreamRequest
  readonly asked: Asked
  readonly timeouts: Timeouts
  readonly retainBytes: number
  readonly masking: Masking
  /** Upstream has begun to answer: the run is there to be followed. Returns what comes before upstream's bytes. */
  readonly onStart: (run: Run, headers: IncomingHttpHeaders) => string
  /** The first word of the reply is there. */
  readonly onFirstText?: (() => void) | undefined
  /** Lets only whole events through, and `[DONE]` only after a good end. Without it bytes pass as they come. */
  readonly gate?: EventGate | undefined
  /** Takes a reply that was asked for in one piece. Without it such a reply is made a stream. */
  readonly onWhole?: ((body: string, ending: Ending) => void) | undefined
  /** Upstream did not answer with a stream. Nothing was sent to anyone. */
  readonly onRefused: (error: ProxyError) => void
  /** Returns the last text of the run. */
  readonly onEnd: (ending: Ending) => string
}

/** One request to Portkey and the run that its answer becomes. */
export type Reply = {
  /** A person stopped it. */
  stop(): void
  /** Nobody reads it any more, or the service is going down. */
  cancel(message: string): void
  /** Looks at the clocks. Called a few times a second for every running reply. */
  tick(now: number): void
}

/** Why a run ends before its upstream has ended it. */
type Cause = {
  readonly outcome: 'stopped' | 'interrupted'
  readonly error?: ApiError
  readonly byUs: boolean
}

type Phase = 'waiting' | 'collecting' | 'streaming' | 'over'

/**
 * Asks upstream. A reply that is over can be read for minutes; what the question needed, such as a
 * conversation of a megabyte, is let go at its end.
 */
export function startReply(options: ReplyOptions): Reply {
  let active: Reply | undefined = createReply(options, () => {
    active = undefined
  })
  return {
    stop: () => active?.stop(),
    cancel: (message) => active?.cancel(message),
    tick: (now) => active?.tick(now),
  }
}

function createReply(options: ReplyOptions, over: () => void): Reply {
  const { asked, gate, timeouts } = options
  const withoutMark = createMarkFilter()
  const startedAt = performance.now()
  let phase: Phase = 'waiting'
  let run: Run | undefined
  let lastByteAt: number | undefined
  /** Bytes have come since the clocks were last looked at. */
  let hasHeard = false
  let firstTextAt: number | undefined
  let commentAt = startedAt
  let pausedAt: number | undefined
  let doneAt: number | undefined
  let desertedAt: number | undefined
  let upstreamStart = 0
  let answeredBy: string | undefined
  let status = 0
  let responseHeaders: IncomingHttpHeaders = {}
  let collected: Buffer[] = []
  let collectedBytes = 0

  const exchange: Exchange = options.client.send(options.request, {
    head(code, headers) {
      status = code
      responseHeaders = headers
      const type = String(headers['content-type'] ?? '').toLowerCase()
      const encoded = !/^(identity)?$/.test(String(headers['content-encoding'] ?? ''))
      const isStream = code >= 200 && code < 300 && type.startsWith('text/event-stream')
      if (isStream && !encoded && !options.onWhole) openRun()
      else phase = 'collecting'
    },
    data(chunk) {
      hasHeard = true
      if (phase === 'streaming') receive(chunk)
      else collect(chunk)
    },
    end() {
      if (phase === 'streaming') finish()
      else settleCollected()
    },
    failed(error) {
      if (phase === 'streaming') finish()
      else if (phase === 'collecting') settleCollected()
      else refuse(errorFromReach(error, asked))
    },
  })

  function openRun(): void {
    phase = 'streaming'
    const opened = createRun({
      retainBytes: options.retainBytes,
      mask: options.masking.stream,
      onBytes: lookAtBytes,
      onPressure(full) {
        pausedAt = full ? performance.now() : undefined
        if (full) exchange.pause()
        else exchange.resume()
        lastByteAt = performance.now()
      },
      onDeserted() {
        desertedAt = performance.now()
        if (timeouts.resumeWindow === 0) cancel('The reader left.')
      },
    })
    run = opened
    answeredBy = gatewayProvider(responseHeaders)
    const preamble = options.onStart(opened, responseHeaders)
    if (preamble) opened.write(preamble)
    upstreamStart = opened.log.end
  }

  function lookAtBytes(log: RunLog, from: number, to: number): void {
    if (firstTextAt === undefined) {
      const overlap = Math.max(upstreamStart, from - 64)
      if (firstText.test(log.copy(overlap, to).toString('latin1'))) {
        firstTextAt = performance.now()
        options.onFirstText?.()
      }
    }
    if (endsWithDone(log, to)) doneAt ??= performance.now()
  }

  function receive(chunk: Buffer): void {
    const bytes = withoutMark(chunk)
    if (!run || !gate) return run?.append(bytes)
    run.append(gate.push(bytes))
    if (gate.isEndless) return giveUpEndless()
    if (!gate.isAtDone) return
    if (isGood(readStreamFacts(readTail(run.log, upstreamStart)).outcome)) run.append(gate.open())
    else finish()
  }

  function giveUpEndless(): void {
    const { error } = new ProxyError(
      'upstream_error',
      `${asked.label} sent an event that does not end. Try again, or pick another provider.`,
      { provider: asked.providerId, traceId: asked.traceId },
    )
    finish({ outcome: 'interrupted', error, byUs: false })
  }

  function settle(): void {
    phase = 'over'
    over()
  }

  function collect(chunk: Buffer): void {
    const cap = status < 300 ? jsonBodyCap : errorBodyCap
    collected.push(chunk)
    collectedBytes += chunk.length
    if (collectedBytes > cap) {
      exchange.abort()
      settleCollected()
    }
  }

  /** An answer that is no stream is whole: an error, or a reply sent in one piece. */
  function settleCollected(): void {
    if (phase === 'over') return
    const body = options.masking.text(readText(collected, responseHeaders))
    collected = []
    const stream = status >= 200 && status < 300 ? completionAsStream(body) : undefined
    if (stream !== undefined && options.onWhole) return settleWhole(body, stream, options.onWhole)
    if (stream !== undefined) {
      openRun()
      receive(Buffer.from(stream))
      finish()
      return
    }
    refuse(errorFromResponse({ status, headers: responseHeaders, body }, asked))
  }

  function settleWhole(
    body: string,
    stream: string,
    take: NonNullable<ReplyOptions['onWhole']>,
  ): void {
    const facts = readStreamFacts(stream)
    const error = endError(facts.outcome, facts, asked)
    if (error && facts.outcome === 'error') {
      return refuse(new ProxyError(error.code, error.message, error))
    }
    settle()
    const log = createRunLog()
    log.append(Buffer.from(stream))
    take(body, {
      // A document that is whole was not cut, whatever it says of its finish.
      outcome: facts.outcome === 'interrupted' ? 'complete' : facts.outcome,
      facts,
      error: undefined,
      ttftMs: null,
      durationMs: performance.now() - startedAt,
      answeredBy: gatewayProvider(responseHeaders),
      byUs: false,
      log,
      upstreamStart: 0,
    })
  }

  function refuse(error: ProxyError): void {
    if (phase === 'over') return
    settle()
    exchange.abort()
    options.onRefused(error)
  }

  /** Ends the run. Without a cause the bytes themselves say how it went. */
  function finish(cause?: Cause): void {
    if (phase === 'over' || !run) return
    settle()
    exchange.abort()
    if (gate) run.append(gate.lastEvent())
    run.write('')
    const { log } = run
    const facts = readStreamFacts(readTail(log, upstreamStart))
    const said = facts.outcome === 'interrupted' || cause?.outcome === 'stopped'
    const outcome = cause && said ? cause.outcome : facts.outcome
    const error = cause && said ? cause.error : endError(outcome, facts, asked)
    if (gate && isGood(outcome)) run.append(gate.lastDone())
    const durationMs = performance.now() - startedAt
    const ttftMs = firstTextAt === undefined ? null : firstTextAt - startedAt
    run.end(
      options.onEnd({
        outcome,
        facts,
        error,
        ttftMs,
        durationMs,
        answeredBy,
        byUs: cause?.byUs ?? false,
        log,
        upstreamStart,
      }),
    )
  }

  function cancel(message: string): void {
    if (phase === 'streaming') {
      const { error } = new ProxyError('interrupted', message, {
        provider: asked.providerId,
        traceId: asked.traceId,
      })
      finish({ outcome: 'interrupted', error, byUs: true })
    } else {
      refuse(
        new ProxyError('stopped', message, { provider: asked.providerId, traceId: asked.traceId }),
      )
    }
  }

  function timeOut(message: string): void {
    const error = new ProxyError('upstream_timeout', message, {
      provider: asked.providerId,
      traceId: asked.traceId,
    })
    if (phase === 'streaming') finish({ outcome: 'interrupted', error: error.error, byUs: false })
    else refuse(error)
  }

  return {
    stop() {
      if (phase === 'streaming') finish({ outcome: 'stopped', byUs: true })
      else cancel('It was stopped before it began.')
    },
    cancel,
    tick(now) {
      if (phase === 'over') return
      if (hasHeard) lastByteAt = now
      hasHeard = false
      if (doneAt !== undefined && now - doneAt > doneGrace) return finish()
      if (
        desertedAt !== undefined &&
        run?.followers === 0 &&
        now - desertedAt > timeouts.resumeWindow
      ) {
        return cancel('The reader left and did not come back.')
      }
      if (now - startedAt > timeouts.wholeStream) {
        return timeOut(
          `${asked.label} was still answering after ${inMinutes(timeouts.wholeStream)}, the longest a reply may take. Ask for a shorter one.`,
        )
      }
      if (lastByteAt === undefined && now - startedAt > timeouts.firstByte) {
        return timeOut(
          `${asked.label} did not begin to answer in time. Try again, or pick another provider.`,
        )
      }
      if (lastByteAt !== undefined && pausedAt === undefined && now - lastByteAt > timeouts.idle) {
        return timeOut(
          `${asked.label} stopped in the middle of its reply. The text so far is kept; try again or continue.`,
        )
      }
      keepAlive(now)
    },
  }

  /** A comment now and then, so that nothing between here and the reader takes silence for death. */
  function keepAlive(now: number): void {
    const quietSince = Math.max(commentAt, lastByteAt ?? startedAt)
    if (!run || now - quietSince < 10_000 || pausedAt !== undefined || !run.isAtLineStart()) return
    commentAt = now
    run.write(': waiting\n')
  }
}

/** The provider that the gateway says has answered. */
export function gatewayProvider(headers: IncomingHttpHeaders): string | undefined {
  const name = headers['x-portkey-provider']
  return typeof name === 'string' && name !== '' ? name : undefined
}

function isGood(outcome: Outcome): boolean {
  return outcome === 'complete' || outcome === 'length' || outcome === 'filtered'
}

function readTail(log: RunLog, from: number): string {
  const start = Math.max(from, log.end - tailBytes)
  const tail = log.copy(start, log.end).toString('utf8')
  if (start === from) return tail
  // The first event of the tail is cut. If it is the only one, nothing less than all of it will do.
  const boundary = /\n\n|\r\r|\r\n\r\n/.exec(tail)
  const rest = boundary ? tail.slice(boundary.index) : ''
  return rest.includes('data:') ? rest : log.copy(from, log.end).toString('utf8')
}

/** Whether the bytes end with the line `data: [DONE]`. Nearly always one look at the last letter tells. */
function endsWithDone(log: RunLog, to: number): boolean {
  let last = to - 1
  while (log.at(last) === 10 || log.at(last) === 13) last -= 1
  if (last === to - 1 || log.at(last) !== closingBracket) return false
  return /(?:^|[\r\n])data: ?\[DONE\][\r\n]+$/.test(log.copy(to - 24, to).toString('latin1'))
}

function readText(chunks: readonly Buffer[], headers: IncomingHttpHeaders): string {
  // Asked for as it is; an upstream that compresses all the same is not worth a decompression bomb.
  if (!/^(identity)?$/.test(String(headers['content-encoding'] ?? ''))) return ''
  return Buffer.concat(chunks).toString('utf8')
}

function inMinutes(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000)
  return minutes >= 1 ? `${minutes} min` : `${Math.round(milliseconds / 1000)} s`
}
