import { randomUUID } from 'node:crypto'
import type { FailedAttempt } from '@askdesk/contracts'
import type { Route } from '@askdesk/providers'
import { startAttempt, type Attempt } from './attempt.ts'
import { boundPromptTokens } from './prompt-bound.ts'
import { openEarly, type EarlyAnswer } from './early-answer.ts'
import { ProxyError } from '../errors/proxy-error.ts'
import type { Bill } from './billing.ts'
import { maxTokensOf, type Question } from './question.ts'
import { createRunId } from './run-id.ts'
import type { Run } from '../runs/run.ts'
import type { Services } from './services.ts'
import { pause, shortWait } from './short-wait.ts'

export type Started = {
  readonly run: Run
  /** The route that answers, or is asked at that moment. */
  readonly route: Route
  /** The id of a run that nobody has answered yet: the reader is told in the head. */
  readonly waitsAs?: string
  /** The provider said to come back in so many milliseconds: that is waited for. */
  readonly waitsMs?: number
}

/** An answer on its way. */
export type Answer = {
  /** The run once there is something to read, a sign of life at least, or why there is none. */
  readonly started: Promise<Started>
  /** The reader left before there was anything to read. */
  leave(): void
}

/**
 * Asks the routes one after the other until one answers. As long as another route is left, a stream
 * is held back until its first word, because after that word nothing can be taken back. A last one
 * that is busy for a few seconds more is waited for, once. A reader who has heard nothing for ten
 * seconds, or wants to hear of such a wait, gets a run of its own to wait with.
 */
export function answer(services: Services, question: Question): Answer {
  const { registry } = services
  const traceId = randomUUID()
  const runId = createRunId()
  const failed: FailedAttempt[] = []
  let current: Attempt | undefined
  let asked: Route = question.routes[0]
  let early: EarlyAnswer | undefined
  const askedAt = performance.now()
  let heardAt = askedAt
  let left = false

  async function tryRoutes(opened: (started: Started) => void): Promise<Run> {
    const bill = await openBill(services, question, traceId)
    try {
      if (left) throw leftEarly(traceId)
      const [first, ...others] = bill.routes
      let attempt = await ask(bill, first, others.length > 0, opened)
      for (const [index, route] of others.entries()) {
        if ('run' in attempt || left || !worthAnother(attempt.error)) break
        const isLast = index === others.length - 1
        attempt = await ask(bill, { ...route, reason: 'fallback' }, !isLast, opened)
      }
      const wait = 'run' in attempt || left ? undefined : await waitOnce(attempt.error, opened)
      if (wait === 'over') attempt = await ask(bill, asked, false, opened)
      // From here on the reply closes its bill, when it ends.
      if ('run' in attempt) return attempt.run
      throw attempt.error
    } catch (error) {
      bill.close()
      throw error
    }
  }

  /** Waits where the last route says that it takes questions again in a few seconds. */
  async function waitOnce(
    error: ProxyError,
    opened: (started: Started) => void,
  ): Promise<'over' | undefined> {
    const waitsMs = shortWait(error, services.config.timeouts, askedAt)
    if (waitsMs === undefined || !current) return undefined
    const { marks } = current
    const waiting = pause(registry, waitsMs, traceId)
    current = { reply: waiting.reply, marks }
    if (question.body.early && !early) {
      heardAt = performance.now()
      early = openEarly(services, question, runId, marks)
      early.beat()
    }
    early?.reply.set(waiting.reply)
    if (early) opened({ run: early.run, route: asked, waitsAs: runId, waitsMs })
    const stopped = await waiting.over
    if (stopped) throw stopped
    return 'over'
  }

  function ask(
    bill: Bill,
    route: Route,
    holdBack: boolean,
    opened: (started: Started) => void,
  ): Promise<{ run: Run } | { error: ProxyError }> {
    asked = route
    return new Promise((resolve) => {
      const attempt = startAttempt(services, question, {
        route,
        runId,
        traceId,
        bill,
        holdBack,
        failed: [...failed],
        heardAt,
        onQuiet(now) {
          heardAt = now
          early ??= openEarly(services, question, runId, attempt.marks)
          early.reply.set(attempt.reply)
          early.beat()
          opened({ run: early.run, route, waitsAs: runId })
        },
        onReady(run, reply) {
          const { owner } = question
          if (early) early.pass(run)
          else registry.add({ id: runId, owner, run, reply, about: attempt.marks.about })
          resolve({ run: early?.run ?? run })
        },
        onFailed(error) {
          failed.push(failedAttempt(error, route))
          resolve({ error })
        },
        onSettled: (reply) => registry.settle(reply, early ? undefined : runId),
        onOver() {
          if (!early) registry.putAway(runId)
        },
      })
      current = attempt
      early?.asked(attempt.marks)
      early?.reply.set(attempt.reply)
    })
  }

  return {
    started: new Promise((resolve, reject) => {
      tryRoutes(resolve).then(
        (run) => resolve({ run, route: asked }),
        (error: unknown) => {
          if (early && error instanceof ProxyError) early.fail(error, before(failed, error))
          else reject(error as Error) // thrown by us
        },
      )
    }),
    leave() {
      left = true
      current?.reply.cancel('The reader left.')
    },
  }
}

/** The attempts before the one that the error is of. */
function before(failed: readonly FailedAttempt[], { error }: ProxyError): readonly FailedAttempt[] {
  return failed.at(-1)?.code === error.code ? failed.slice(0, -1) : failed
}

/** Keeps why a route did not answer, for the receipt of the one that did. */
function failedAttempt({ error }: ProxyError, { provider, model }: Route): FailedAttempt {
  return { provider: provider.id, model: model.id, code: error.code }
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

function leftEarly(traceId: string): ProxyError {
  return new ProxyError('stopped', 'The reader left before anything was asked.', { traceId })
}

/** Falls back only where another provider may do better. */
function worthAnother({ error }: ProxyError): boolean {
  return !['invalid_request', 'content_filtered', 'stopped', 'payload_too_large'].includes(
    error.code,
  )
}
