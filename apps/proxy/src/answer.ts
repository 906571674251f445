import { randomUUID } from 'node:crypto'
import type { EndEvent, ProviderId, RunEvent } from '@askdesk/contracts'
import type { Route } from '@askdesk/providers'
import type { RunSlots } from './access/run-slots.ts'
import { boundPromptTokens } from './budgets/prompt-bound.ts'
import type { Payer } from './budgets/applicable.ts'
import type { Config } from './config.ts'
import { ProxyError } from './errors.ts'
import type { Bill, Billing } from './ledger/billing.ts'
import { buildChatRequest } from './portkey/request.ts'
import type { Metrics } from './metrics.ts'
import type { UpstreamClient } from './portkey/upstream.ts'
import type { HealthBook } from './provider-health.ts'
import { accounted } from './runs/accounted.ts'
import { buildReceipt, type Account } from './runs/receipt.ts'
import type { RunAbout } from './runs/run-about.ts'
import { startReply } from './runs/reply.ts'
import type { Ending, Reply } from './runs/reply-options.ts'
import type { Replicas } from './runs/redis/replicas.ts'
import type { RunRegistry } from './runs/run-registry.ts'
import type { Run } from './runs/run.ts'
import type { Masking } from './runs/secret-mask.ts'
import { createRunId } from './run-id.ts'
import type { StreamBody } from './routes/stream-body.ts'

/** Bytes of a run that a reader can come back to. A reply of 4 MiB is a novel. */
export const runBytes = 4 * 1024 * 1024

export type Services = {
  readonly config: Config
  readonly client: UpstreamClient
  readonly masking: Masking
  readonly registry: RunRegistry
  /** Undefined for a proxy that is alone. */
  readonly replicas: Replicas | undefined
  readonly health: HealthBook
  readonly metrics: Metrics
  readonly slots: RunSlots
  readonly billing: Billing
}

export type Question = {
  readonly body: StreamBody
  /** The route that was asked for, then those that may answer instead, in order. */
  readonly routes: readonly [Route, ...Route[]]
  readonly askedProvider: ProviderId
  readonly requestedModel: string
  readonly owner: string
  /** Pays for the question. */
  readonly payer: Payer
  /** What the caller's running replies are counted by. */
  readonly client: string
  readonly onEnded: (event: EndEvent, route: Route) => void
  readonly onRefused: (error: ProxyError, route: Route) => void
}

/** An answer on its way. `started` gives the run once it can be read, or throws why there is none. */
export type Answer = {
  readonly started: Promise<Run>
  /** The reader left before there was anything to read. */
  leave(): void
}

/**
 * Asks the routes one after the other until one answers. As long as another route is left, a stream
 * is held back until its first word, because after that word nothing can be taken back.
 */
export function answer(services: Services, question: Question): Answer {
  const traceId = randomUUID()
  let current: Reply | undefined
  let left = false

  async function tryRoutes(): Promise<Run> {
    const bill = await openBill(services, question, traceId)
    try {
      if (left) throw leftEarly(traceId)
      const [first, ...others] = bill.routes
      let attempt = await ask(bill, first, others.length > 0)
      for (const [index, route] of others.entries()) {
        if ('run' in attempt || left || !worthAnother(attempt.error)) break
        attempt = await ask(bill, { ...route, reason: 'fallback' }, index < others.length - 1)
      }
      // From here on the reply closes its bill, when it ends.
      if ('run' in attempt) return attempt.run
      throw attempt.error
    } catch (error) {
      bill.close()
      throw error
    }
  }

  function ask(
    bill: Bill,
    route: Route,
    holdBack: boolean,
  ): Promise<{ run: Run } | { error: ProxyError }> {
    return new Promise((resolve) => {
      current = startOne(services, question, route, traceId, {
        holdBack,
        bill,
        ready: (run) => resolve({ run }),
        failed: (error) => resolve({ error }),
      })
    })
  }

  return {
    started: tryRoutes(),
    leave() {
      left = true
      current?.cancel('The reader left.')
    },
  }
}

function openBill({ config, billing }: Services, question: Question, traceId: string) {
  const { body, routes, payer } = question
  const { messages, skill } = body
  return billing.open({
    traceId,
    payer,
    routes,
    skill,
    door: 'page',
    promptTokens: () => boundPromptTokens({ messages }),
    maxTokens: maxTokensOf(config, body),
  })
}

function maxTokensOf({ limits }: Config, { maxTokens }: StreamBody): number {
  return Math.min(maxTokens ?? limits.maxOutputTokens, limits.maxOutputTokens)
}

function leftEarly(traceId: string): ProxyError {
  return new ProxyError('stopped', 'The reader left before anything was asked.', { traceId })
}

/** What another provider would refuse as well is not asked again. */
function worthAnother({ error }: ProxyError): boolean {
  return !['invalid_request', 'content_filtered', 'stopped', 'payload_too_large'].includes(
    error.code,
  )
}

type Attempt = {
  readonly bill: Bill
  readonly holdBack: boolean
  readonly ready: (run: Run) => void
  readonly failed: (error: ProxyError) => void
}

function startOne(
  { config, client, masking, registry, health, metrics, slots }: Services,
  question: Question,
  route: Route,
  traceId: string,
  attempt: Attempt,
): Reply {
  const { body, requestedModel, askedProvider, owner } = question
  const { provider } = route
  const { bill } = attempt
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
    mask: masking.text,
  }
  const release = slots.take(question.client)
  const runId = createRunId()
  const startedAt = Date.now()
  let marks: Marks | undefined
  let started: Run | undefined
  const reply = startReply({
    client,
    request,
    asked: { providerId: provider.id, label: provider.label, model: route.model.id, traceId },
    timeouts: config.timeouts,
    retainBytes: runBytes,
    masking,
    onStart(run) {
      started = run
      const event: RunEvent = {
        runId,
        provider: askedProvider,
        requestedModel,
        routedProvider: provider.id,
        routedModel: route.model.id,
        ...(route.reason && { reason: route.reason }),
        traceId,
      }
      marks = createMarks(event, startedAt)
      registry.add({ id: runId, owner, run, reply, about: marks.about })
      // The first reader joins before the first byte, so that head and first event share a packet.
      if (!attempt.holdBack) attempt.ready(run)
      return sse('run', event)
    },
    onFirstText() {
      marks?.firstText()
      if (started && attempt.holdBack) attempt.ready(started)
    },
    onRefused(error) {
      registry.settle(reply)
      release()
      metrics.refused(error.error, route)
      health.record(provider.id, { ttftMs: null, error: error.error })
      question.onRefused(error, route)
      bill.refused(error, route)
      attempt.failed(error)
    },
    onOver: () => registry.putAway(runId),
    onEnd(ending: Ending) {
      registry.settle(reply, runId)
      release()
      const { error } = ending
      if (!ending.byUs) health.record(provider.id, { ttftMs: ending.ttftMs, error })
      const isHeldBack = attempt.holdBack && ending.ttftMs === null
      if (isHeldBack) {
        if (error) {
          registry.discard(runId)
          attempt.failed(new ProxyError(error.code, error.message, error))
        } else if (started) attempt.ready(started)
      }
      const event: EndEvent = {
        outcome: ending.outcome,
        ...(error && { error }),
        receipt: buildReceipt(ending, account),
      }
      const entry = accounted(event, ending)
      metrics.ended(entry, route, ending.log.end - ending.upstreamStart)
      question.onEnded(entry, route)
      bill.ended(entry, route)
      if (!isHeldBack || !error) bill.close()
      return sse('end', event)
    },
  })
  registry.start(reply)
  return reply
}

type Marks = { readonly about: () => RunAbout; firstText(): void }

/** What is known of a run for as long as it can be read. It stands alone, so that it keeps nothing else of the question. */
function createMarks(event: RunEvent, startedAt: number): Marks {
  let firstTextAt: number | null = null
  return {
    about: () => ({ event, startedAt, firstTextAt }),
    firstText: () => void (firstTextAt = Date.now()),
  }
}

function sse(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}
