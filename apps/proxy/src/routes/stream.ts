import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { autoModel, resolveRoute, type Route } from '@askdesk/providers'
import { payerOf } from '../access/payer.ts'
import type { Services } from '../ask/services.ts'
import { answer } from '../ask/start-reply.ts'
import { ProxyError } from '../errors/proxy-error.ts'
import { fitToModel } from '../portkey/fit-model.ts'
import { logEnd, logRefusal, shown } from '../http/run-log-line.ts'
import type { Config } from '../config/config.ts'
import type { Sink } from '../runs/follower.ts'
import { createResponseSink } from '../http/response-sink.ts'
import { tellLosses, type Losses } from '../http/ignored-header.ts'
import { readStreamBody, type StreamBody } from '../http/stream-body.ts'

/** `POST /api/ai/stream`: a question in, the reply as it is written out. */
export function registerStreamRoute(app: FastifyInstance, services: Services): void {
  app.post('/api/ai/stream', async (request, reply) => {
    const body = readStreamBody(request.body)
    if (services.config.logPrompts) request.log.info({ messages: body.messages }, 'question')
    const routes = chooseRoutes(services.config, body)
    const [asked] = routes
    const pending = answer(services, {
      body,
      routes,
      askedProvider: asked.provider.id,
      requestedModel: body.model ?? autoModel,
      owner: request.caller.owner,
      payer: payerOf(request),
      client: request.client,
      onEnded: (event, route, ended) =>
        logEnd(request.log, event, route, shown(ended, services.config.logPrompts)),
      onRefused: (error, route) =>
        logRefusal(request.log, error, route, services.config.logPrompts),
    })
    const raw = reply.raw
    const leave = (): void => pending.leave()
    raw.once('close', leave)
    const { run, route, waitsAs, waitsMs } = await pending.started
    raw.off('close', leave)
    tellLosses(reply, lossesOf(services.config, body, route))
    if (waitsAs !== undefined) reply.header('x-askdesk-run', waitsAs)
    if (waitsMs !== undefined) reply.header('x-askdesk-waits-ms', Math.round(waitsMs))
    run.follow(sendStreamHead(reply), 0)
    return reply
  })
}

/**
 * Takes the response out of Fastify's hands and opens it as an event stream. The head leaves at the
 * end of this turn, in one packet with what is written until then.
 */
export function sendStreamHead(reply: FastifyReply): Sink {
  const headers = reply.getHeaders() as OutgoingHttpHeaders // the same record, typed for requests and replies at once
  const { raw } = reply
  const { socket } = raw
  reply.hijack()
  socket?.cork()
  process.nextTick(() => socket?.uncork())
  raw.writeHead(200, {
    ...headers,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    'x-content-type-options': 'nosniff',
  })
  raw.flushHeaders()
  return createResponseSink(raw)
}

function lossesOf({ limits }: Config, body: StreamBody, { model }: Route): Losses {
  const { temperature, maxTokens = 0 } = body
  const { left } = fitToModel({ temperature }, model)
  const most = limits.maxOutputTokens
  return {
    ignored: [...body.unknown, ...left],
    capped: maxTokens > most ? { maxTokens: most } : {},
  }
}

function chooseRoutes(config: Config, body: StreamBody): [Route, ...Route[]] {
  const first = chooseRoute(config, body.provider, body.model)
  const others = (body.fallback ?? [])
    .filter((id) => id !== first.provider.id && config.upstream.providers[id].configured)
    .map((id) => chooseRoute(config, id, undefined))
  return [first, ...others]
}

function chooseRoute(config: Config, provider: string, model: string | undefined): Route {
  const result = resolveRoute(config.catalogue, provider, model, new Date())
  if (!result.ok) throw new ProxyError(result.code, result.message)
  const { route } = result
  if (!config.upstream.providers[route.provider.id].configured) {
    throw new ProxyError(
      'not_configured',
      `${route.provider.label} is not set up on this server. Pick another provider, or ask the operator for its key.`,
      { provider: route.provider.id },
    )
  }
  return route
}
