import type { IncomingHttpHeaders } from 'node:http'
import { ProxyError } from '../errors/proxy-error.ts'
import { errorFromResponse } from '../errors/error-response.ts'
import { gatewayProvider } from '../portkey/gateway-provider.ts'
import { completionAsStream } from '../portkey/json-reply.ts'
import { readStreamFacts } from '../portkey/outcome.ts'
import { errorFromConnection } from '../errors/connection-error.ts'
import type { Exchange } from '../portkey/upstream.ts'
import { createBodyCollector, isEncoded } from '../run-log/body-collector.ts'
import { createMarkFilter } from '../run-log/byte-order-mark.ts'
import { cutShort } from './cut-short.ts'
import { howEnded } from './how-ended.ts'
import { isGood, judgeEnd, judgeWhole, type Cause } from './judge-end.ts'
import { createReplyClock, type Verdict } from './reply-clock.ts'
import type { Reply, ReplyOptions } from './reply-options.ts'
import type { RunLog } from '../run-log/run-log.ts'
import { createRun, type Run } from './run.ts'
import { endsWithDone, readTail } from '../run-log/stream-tail.ts'

/** A piece of a reply that says something: text, thinking or a call, plain or as a list of parts. */
const firstText =
  /"(?:content|refusal|reasoning|reasoning_content|thinking|arguments|text)":\s*"(?!")/

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
  const clock = createReplyClock(timeouts, startedAt, options.heardAt)
  const collector = createBodyCollector()
  let phase: Phase = 'waiting'
  let run: Run | undefined
  let firstTextAt: number | undefined
  let upstreamStart = 0
  let answeredBy: string | undefined
  let status = 0
  let responseHeaders: IncomingHttpHeaders = {}

  const exchange: Exchange = options.client.send(options.request, {
    head(code, headers) {
      status = code
      responseHeaders = headers
      const type = String(headers['content-type'] ?? '').toLowerCase()
      const isStream = code >= 200 && code < 300 && type.startsWith('text/event-stream')
      if (isStream && !isEncoded(headers) && !options.onWhole) openRun()
      else phase = 'collecting'
    },
    data(chunk) {
      clock.heard()
      if (phase === 'streaming') receive(chunk)
      else collect(chunk)
    },
    end() {
      if (phase === 'streaming') finish()
      else settleCollected()
    },
    failed(error) {
      if (phase === 'streaming') finish(undefined, error)
      else if (phase === 'collecting') settleCollected()
      else refuse(errorFromConnection(error, asked))
    },
  })

  function openRun(): void {
    phase = 'streaming'
    const opened = createRun({
      retainBytes: options.retainBytes,
      mask: options.masking.stream,
      onBytes: lookAtBytes,
      onPressure(full) {
        clock.held(full)
        if (full) exchange.pause()
        else exchange.resume()
      },
      onDeserted() {
        clock.deserted()
        if (timeouts.resumeWindow > 0) return
        // When hundreds leave at once, all their requests end before the first is looked back on.
        exchange.abort()
        setImmediate(() => cancel('The reader left.'))
      },
      onOver: options.onOver,
    })
    run = opened
    answeredBy = gatewayProvider(responseHeaders, options.masking.text)
    const preamble = options.onStart(opened, answeredBy)
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
    if (endsWithDone(log, to)) clock.done()
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
    finish({ outcome: 'interrupted', error: cutShort.byEndlessEvent(asked).error, byUs: false })
  }

  function settle(): void {
    phase = 'over'
    over()
  }

  function collect(chunk: Buffer): void {
    if (!collector.add(chunk, status)) return
    exchange.abort()
    settleCollected()
  }

  /** An answer that is no stream is whole: an error, or a reply sent in one piece. */
  function settleCollected(): void {
    if (phase === 'over') return
    const body = options.masking.text(collector.text(responseHeaders))
    const stream = status >= 200 && status < 300 ? completionAsStream(body) : undefined
    if (stream !== undefined && options.onWhole) return settleWhole(body, stream, options.onWhole)
    if (stream !== undefined) {
      openRun()
      receive(Buffer.from(stream))
      finish()
      return
    }
    refuse(
      errorFromResponse({ status, headers: responseHeaders, body }, asked, options.masking.text),
    )
  }

  function settleWhole(
    body: string,
    stream: string,
    take: NonNullable<ReplyOptions['onWhole']>,
  ): void {
    const judged = judgeWhole(stream, asked, options.masking.text)
    if (judged.error)
      return refuse(new ProxyError(judged.error.code, judged.error.message, judged.error))
    settle()
    take(body, {
      ...judged,
      ttftMs: null,
      durationMs: performance.now() - startedAt,
      answeredBy: gatewayProvider(responseHeaders, options.masking.text),
      byUs: false,
      ended: { how: 'told' },
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
  function finish(cause?: Cause, broke?: Error): void {
    if (phase === 'over' || !run) return
    settle()
    exchange.abort()
    if (gate) run.append(gate.lastEvent())
    run.write('')
    const { log } = run
    const progress = { hasText: firstTextAt !== undefined, mask: options.masking.text }
    const { facts, outcome, error } = judgeEnd(readTail(log, upstreamStart), asked, cause, progress)
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
        ended: howEnded({ outcome, facts, error, cause, broke }, options.masking.text),
        log,
        upstreamStart,
      }),
    )
  }

  function cancel(message: string): void {
    if (phase === 'streaming') {
      const { error } = cutShort.inTheMiddle(message, asked)
      finish({ outcome: 'interrupted', error, byUs: true })
    } else {
      refuse(cutShort.beforeItBegan(message, asked))
    }
  }

  function timeOut(error: ProxyError): void {
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
      if (phase !== 'over') obey(clock.judge(now, run?.followers ?? 0, isShown()), now)
    },
  }

  function isShown(): boolean {
    return phase === 'streaming' && !options.isHeldBack?.()
  }

  function obey(verdict: Verdict | undefined, now: number): void {
    switch (verdict) {
      case undefined:
        return
      case 'done':
        return finish()
      case 'deserted':
        return cancel('The reader left and did not come back.')
      case 'quiet':
        // A heartbeat, so that nothing between here and the reader takes silence for death.
        if (!isShown()) {
          clock.commented(now)
          return options.onQuiet?.(now)
        }
        if (!run?.isAtLineStart()) return
        clock.commented(now)
        return run.write(': waiting\n')
      default:
        return timeOut(cutShort.byTime(verdict, asked, timeouts))
    }
  }
}
