import type { ApiError, EndEvent } from '@askdesk/contracts'
import { providerOfPortkeyName, type Route } from '@askdesk/providers'
import type { Services } from '../ask/services.ts'
import type { Payer } from '../ledger/payer.ts'
import { boundPromptTokens } from '../ask/prompt-bound.ts'
import { ProxyError } from '../errors/proxy-error.ts'
import type { Bill } from '../ask/billing.ts'
import { buildCompletionRequest } from '../portkey/request.ts'
import { accounted } from '../ask/accounted.ts'
import { createEarlyRun, type EarlyRun } from '../runs/early-run.ts'
import { createEventGate } from '../runs/event-gate.ts'
import { buildReceipt, type Account } from '../ask/receipt.ts'
import { startReply } from '../runs/reply.ts'
import type { HowEnded } from '../runs/how-ended.ts'
import type { Ending, Reply } from '../runs/reply-options.ts'
import type { Run } from '../runs/run.ts'
import { sse } from '../http/sse.ts'
import type { CompletionBody } from './completion-body.ts'
import { outputLimit } from './completion-fields.ts'
import { plainMessages } from './messages.ts'

/** Nobody comes back for this stream: what its reader has taken is forgotten, and upstream waits for the rest. */
const retainBytes = 256 * 1024

export type CompletionQuestion = {
  readonly body: CompletionBody
  /** Fields of the body that go to Portkey. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly route: Route
  readonly traceId: string
  readonly owner: string
  /** Pays for the question. */
  readonly payer: Payer
  /** Key that the caller's running replies are counted by. */
  readonly client: string
  readonly onEnded: (event: EndEvent, ended: HowEnded) => void
  readonly onRefused: (error: ProxyError) => void
}

/** The client's answer: a stream to follow or a document, and the name of who is answering. */
export type CompletionAnswer = {
  /** Undefined while nobody has answered: then the stream begins with comments. */
  readonly provider: string | undefined
  readonly content: { readonly run: Run } | { readonly document: string }
}

export type Completion = {
  /** The answer once there is something to send, or why there is none. */
  readonly started: Promise<CompletionAnswer>
  /** The client left before there was anything to send. */
  leave(): void
}

/** Asks Portkey what an OpenAI client asked, and ends with the client. */
export function complete(services: Services, question: CompletionQuestion): Completion {
  let reply: Reply | undefined
  let left = false

  async function start(): Promise<CompletionAnswer> {
    const bill = await openBill(services, question)
    try {
      if (left) throw leftEarly(question.traceId)
      return await new Promise<CompletionAnswer>((ready, failed) => {
        reply = begin(services, question, bill, { ready, failed })
      })
    } catch (error) {
      bill.close()
      throw error
    }
  }

  return {
    started: start(),
    leave() {
      left = true
      reply?.cancel('The client left.')
    },
  }
}

function openBill({ config, billing }: Services, question: CompletionQuestion): Promise<Bill> {
  const { body, route, traceId, payer } = question
  const { messages, tools, response_format: format, tool_choice: choice } = body
  return billing.open({
    traceId,
    payer,
    routes: [route],
    door: 'openai',
    promptTokens: () => boundPromptTokens({ messages, tools, format, choice }),
    maxTokens: outputLimit(body, config.limits.maxOutputTokensV1) * (body.n ?? 1),
  })
}

function leftEarly(traceId: string): ProxyError {
  return new ProxyError('stopped', 'The client left before anything was asked.', { traceId })
}

type Listener = {
  readonly ready: (answer: CompletionAnswer) => void
  readonly failed: (error: ProxyError) => void
}

function begin(
  services: Services,
  question: CompletionQuestion,
  bill: Bill,
  listener: Listener,
): Reply {
  const { config, client, masking, registry, health, metrics, slots } = services
  const { body, fields, route, traceId, owner } = question
  const { provider, model } = route
  const request = buildCompletionRequest(config.upstream, route, fields, {
    traceId,
    owner,
    route: 'api',
  })
  const account: Account = {
    catalogue: config.catalogue,
    askedProvider: provider.id,
    requestedModel: route.requestedModel,
    route,
    upstreamModel: request.model,
    messages: plainMessages(body.messages),
    traceId,
    mask: masking.text,
  }
  const gate = createEventGate()
  const release = slots.take(question.client)
  let early: EarlyRun | undefined

  function openEarly(): EarlyRun {
    return createEarlyRun({
      retainBytes,
      resumeWindow: 0,
      onLost: () => reply.cancel('The client left.'),
    })
  }

  function settle(ending: Ending): EndEvent {
    registry.settle(reply)
    release()
    const { outcome, error, ttftMs } = ending
    if (!ending.byUs) health.record(provider.id, { ttftMs, error })
    const receipt = buildReceipt(ending, account)
    const event: EndEvent = { outcome, ...(error && { error }), receipt }
    const entry = accounted(event, ending)
    metrics.ended(entry, route, ending.log.end - ending.upstreamStart)
    question.onEnded(entry, ending.ended)
    bill.ended(entry, route)
    bill.close()
    return event
  }

  const reply = startReply({
    client,
    request,
    asked: { providerId: provider.id, label: provider.label, model: model.id, traceId },
    timeouts: { ...config.timeouts, resumeWindow: 0 },
    retainBytes,
    masking,
    gate,
    onStart(run, answeredBy) {
      const answering = answeringProvider(services, route, answeredBy)
      if (early) early.pass(run)
      else listener.ready({ provider: answering, content: { run } })
      return ''
    },
    ...(body.stream === true && {
      onQuiet() {
        early ??= openEarly()
        early.beat()
        listener.ready({ provider: undefined, content: { run: early.run } })
      },
    }),
    ...(body.stream !== true && {
      onWhole(document: string, ending: Ending) {
        const answering = answeringProvider(services, route, ending.answeredBy)
        settle(ending)
        listener.ready({ provider: answering, content: { document } })
      },
    }),
    onRefused(error) {
      registry.settle(reply)
      release()
      metrics.refused(error.error, route)
      health.record(provider.id, { ttftMs: null, error: error.error })
      question.onRefused(error)
      bill.refused(error, route)
      if (!early) return listener.failed(error)
      bill.close()
      early.end(errorEvent(error.error))
    },
    onEnd(ending) {
      const { outcome, error } = settle(ending)
      if (error && outcome !== 'filtered') return errorEvent(error)
      if (gate.hasPassedDone) return ''
      // Of several answers at once a finish reason speaks for one only.
      return (body.n ?? 1) > 1 ? errorEvent(unfinished(route, traceId)) : 'data: [DONE]\n\n'
    },
  })
  registry.start(reply)
  return reply
}

/** Some clients heed the event's name, others the key in its data. */
function errorEvent(error: ApiError): string {
  return sse('error', { error })
}

function unfinished({ provider }: Route, traceId: string): ApiError {
  return new ProxyError(
    'interrupted',
    `The connection to ${provider.label} was cut before all answers were known to be finished. Try again.`,
    { provider: provider.id, traceId },
  ).error
}

function answeringProvider({ config }: Services, route: Route, name: string | undefined): string {
  if (name === undefined || name.startsWith('@')) return route.provider.id
  return providerOfPortkeyName(config.catalogue, name) ?? name
}
