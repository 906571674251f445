import type { EndEvent, FailedAttempt } from '@askdesk/contracts'
import type { Marks } from './attempt.ts'
import type { ProxyError } from '../errors/proxy-error.ts'
import { runBytes, type Question } from './question.ts'
import { createEarlyRun, type EarlyRun } from '../runs/early-run.ts'
import { createReplyHandle, type ReplyHandle } from '../runs/reply-handle.ts'
import type { RunAbout } from '../runs/run-about.ts'
import { sse } from '../http/sse.ts'
import type { Services } from './services.ts'

/** Placeholder of the question while nobody answers: its run, and the reply that is under way. */
export type EarlyAnswer = EarlyRun & {
  readonly reply: ReplyHandle
  /** Another route is asked. */
  asked(marks: Marks): void
  /** Nobody answered: the reader is told in `run` and `end`, as its head is out. */
  fail(error: ProxyError, failed: readonly FailedAttempt[]): void
}

/** Gives the reader a run before there is an answer, so that it can be stopped and come back to. */
export function openEarly(
  { config, registry }: Pick<Services, 'config' | 'registry'>,
  { owner }: Pick<Question, 'owner'>,
  runId: string,
  first: Marks,
): EarlyAnswer {
  const reply = createReplyHandle()
  const subject = createSubject(first)
  const early = createEarlyRun({
    retainBytes: runBytes,
    resumeWindow: config.timeouts.resumeWindow,
    onLost: () => reply.cancel('The reader left and did not come back.'),
    onEnd() {
      reply.set(undefined)
      registry.settle(reply, runId)
    },
    onOver: () => registry.putAway(runId),
  })
  registry.add({ id: runId, owner, run: early.run, reply, about: subject.about })
  return {
    ...early,
    reply,
    asked: subject.set,
    fail: (error, failed) => early.end(lastWords(subject.about(), error, failed)),
  }
}

function createSubject(first: Marks): { about: () => RunAbout; set(marks: Marks): void } {
  let current = first
  return { about: () => current.about(), set: (marks) => void (current = marks) }
}

function lastWords(
  { event, startedAt }: RunAbout,
  { error }: ProxyError,
  failed: readonly FailedAttempt[],
): string {
  const end: EndEvent = {
    outcome: error.code === 'stopped' ? 'stopped' : 'error',
    ...(error.code !== 'stopped' && { error }),
    receipt: {
      provider: event.provider,
      requestedModel: event.requestedModel,
      answeredBy: { provider: event.routedProvider, model: event.routedModel },
      ttftMs: null,
      durationMs: Date.now() - startedAt,
      usageIs: 'estimated',
      finishReason: null,
      traceId: event.traceId,
      ...(failed.length > 0 && { attempts: [...failed] }),
    },
  }
  return sse('run', event) + sse('end', end)
}
