import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { payerOf } from '../access/payer.ts'
import type { Services } from '../ask/services.ts'
import { complete } from '../openai/complete.ts'
import { readCompletionBody } from '../openai/completion-body.ts'
import { completionFields } from '../openai/completion-fields.ts'
import { chooseModel } from '../openai/model-name.ts'
import { familyOf } from '../portkey/gateway-fields.ts'
import { logEnd, logRefusal, shown } from '../http/run-log-line.ts'
import { tellLosses } from '../http/ignored-header.ts'
import { parseJsonBody } from '../http/stream-body.ts'
import { sendStreamHead } from './stream.ts'

/** A client that takes nothing for this long is let go. */
const stalledFor = 60_000

/** `POST /v1/chat/completions`: for any OpenAI client with its base URL changed. */
export function registerCompletionsRoute(app: FastifyInstance, services: Services): void {
  app.post('/v1/chat/completions', async (request, reply) => {
    const traceId = randomUUID()
    reply.header('x-request-id', traceId)
    const { config } = services
    const { body, unknown } = readCompletionBody(parseJsonBody(request.body))
    const route = chooseModel(config, body.model)
    const { fields, ignored, capped } = completionFields(
      body,
      route,
      familyOf(config.upstream.providers[route.provider.id].portkeyProvider, route.provider.id),
      config.limits.maxOutputTokensV1,
    )
    tellLosses(reply, { ignored: [...unknown, ...ignored], capped })
    if (config.logPrompts) request.log.info({ messages: body.messages }, 'question')
    const { raw } = reply
    const pending = complete(services, {
      body,
      fields,
      route,
      traceId,
      owner: request.caller.owner,
      payer: payerOf(request),
      client: request.client,
      onEnded: (event, ended) => logEnd(request.log, event, route, shown(ended, config.logPrompts)),
      onRefused: (error) => logRefusal(request.log, error, route, config.logPrompts),
    })
    const leave = (): void => pending.leave()
    raw.once('close', leave)
    if (raw.destroyed) leave()
    const { provider, content } = await pending.started
    raw.off('close', leave)
    if (provider !== undefined) reply.header('x-askdesk-provider', provider)
    // Where Portkey turned to another provider, only the answer itself knows the model.
    if (provider === route.provider.id) reply.header('x-askdesk-model', route.model.id)
    if ('document' in content) {
      return reply.type('application/json; charset=utf-8').send(content.document)
    }
    const sink = sendStreamHead(reply)
    if (raw.destroyed) leave()
    raw.setTimeout(stalledFor, () => raw.destroy())
    content.run.follow(sink, 0)
    return reply
  })
}
