import type { EndEvent, FailedAttempt, RunEvent } from '@askdesk/contracts'
import type { Route } from '@askdesk/providers'
import { ProxyError } from '../errors/proxy-error.ts'
import type { Bill } from './billing.ts'
import { buildChatRequest } from '../portkey/request.ts'
import { maxTokensOf, runBytes, type Question } from './question.ts'
import { accounted } from './accounted.ts'
import { buildReceipt, type Account } from './receipt.ts'
import type { RunAbout } from '../runs/run-about.ts'
import { startReply } from '../runs/reply.ts'
import type { Ending, Reply } from '../runs/reply-options.ts'
import type { Run } from '../runs/run.ts'
import { sse } from '../http/sse.ts'
import type { Services } from './services.ts'

export type AttemptOptions = {
  readonly route: Route
  readonly runId: string
  readonly traceId: string
  readonly bill: Bill
  /** Another route is left: the stream is held back until its first word. */
  readonly holdBack: boolean
  /** Routes that were asked before, and why they did not answer. */
  readonly failed: readonly FailedAttempt[]
  /** When the reader last heard something, as `performance.now` gives it. */
  readonly heardAt: number
  /** The reader has heard nothing for long. */
  readonly onQuiet: (now: number) => void
  /** Keeps the run where its readers find it. */
  readonly onReady: (run: Run, reply: Reply) => void
  readonly onFailed: (error: ProxyError) => void
  /** The run has ended; it is kept for readers who come back. */
  readonly onSettled: (reply: Reply) => void
  readonly onOver: () => void
}

export type Attempt = { readonly reply: Reply; readonly marks: Marks }

/** Sends the question along one route. */
export function startAttempt(
  { config, client, masking, registry, health, metrics, slots }: Services,
  question: Question,
  options: AttemptOptions,
): Attempt {
  const { body, requestedModel, askedProvider, owner } = question
  const { route, runId, traceId, bill } = options
  const { provider } = route
  const maxTokens = maxTokensOf(config, body)
  const request = buildChatRequest(
    config.upstream,
    route,
    { messages: body.messages, maxTokens, temperature: body.temperature },
    { traceId, owner, route: 'page' },
  )
  const account: Account = {
    catalogue: config.catalogue,
    askedProvider,
    requestedModel,
    route,
    upstreamModel: request.model,
    messages: body.messages,
    traceId,
    failed: options.failed,
    mask: masking.text,
  }
  const event: RunEvent = {
    runId,
    provider: askedProvider,
    requestedModel,
    routedProvider: provider.id,
    routedModel: route.model.id,
    ...(route.reason && { reason: route.reason }),
    traceId,
  }
  const marks = createMarks(event, Date.now())
  const release = slots.take(question.client)
  let isHeldBack = options.holdBack
  let started: Run | undefined

  function show(): void {
    if (!started || !isHeldBack) return
    isHeldBack = false
    options.onReady(started, reply)
  }

  const reply = startReply({
    client,
    request,
    asked: { providerId: provider.id, label: provider.label, model: route.model.id, traceId },
    timeouts: config.timeouts,
    retainBytes: runBytes,
    masking,
    heardAt: options.heardAt,
    isHeldBack: () => isHeldBack,
    onQuiet: options.onQuiet,
    onStart(run) {
      started = run
      // The first reader joins before the first byte, so that head and first event share a packet.
      if (!isHeldBack) options.onReady(run, reply)
      return sse('run', event)
    },
    onFirstText() {
      marks.firstText()
      show()
    },
    onRefused(error) {
      registry.settle(reply)
      release()
      metrics.refused(error.error, route)
      health.record(provider.id, { ttftMs: null, error: error.error })
      question.onRefused(error, route)
      bill.refused(error, route)
      options.onFailed(error)
    },
    onOver: options.onOver,
    onEnd(ending: Ending) {
      release()
      const { error } = ending
      if (!ending.byUs) health.record(provider.id, { ttftMs: ending.ttftMs, error })
      // Nothing of it was shown, so another route may answer as if it had not been asked.
      const failed = isHeldBack && ending.ttftMs === null ? error : undefined
      if (failed) registry.settle(reply)
      else {
        show()
        options.onSettled(reply)
      }
      const end: EndEvent = {
        outcome: ending.outcome,
        ...(error && { error }),
        receipt: buildReceipt(ending, account),
      }
      const entry = accounted(end, ending)
      metrics.ended(entry, route, ending.log.end - ending.upstreamStart)
      question.onEnded(entry, route, ending.ended)
      bill.ended(entry, route)
      if (failed) options.onFailed(new ProxyError(failed.code, failed.message, failed))
      else bill.close()
      return sse('end', end)
    },
  })
  registry.start(reply)
  return { reply, marks }
}

/** Tells what is known of a run for as long as it can be read. */
export type Marks = { readonly about: () => RunAbout; firstText(): void }

/** Stands alone, so that it keeps nothing else of the question. */
function createMarks(event: RunEvent, startedAt: number): Marks {
  let firstTextAt: number | null = null
  return {
    about: () => ({ event, startedAt, firstTextAt }),
    firstText: () => void (firstTextAt = Date.now()),
  }
}
