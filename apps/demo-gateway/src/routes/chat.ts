import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { readChatRequest, type Refusal } from '../chat-request.ts'
import { createExchange, ClientGoneError, type Exchange } from '../exchange.ts'
import type { Recorder } from '../recorder.ts'
import { failureBody, providerErrorBody } from '../wire/errors.ts'
import { playRequest } from '../play.ts'

export type ChatRouteOptions = { readonly pace: number; readonly recorder: Recorder }

/** `POST /v1/chat/completions`: checks like Portkey, then plays the script that was asked for. */
export function registerChatRoute(
  app: FastifyInstance,
  { pace, recorder }: ChatRouteOptions,
): void {
  app.post('/v1/chat/completions', async (request, reply) => {
    const rawBody = typeof request.body === 'string' ? request.body : ''
    const track = recorder.track({
      method: request.method,
      url: request.url,
      headers: request.headers,
      body: jsonOrText(rawBody),
    })
    reply.hijack()
    const exchange = createExchange(reply.raw, track)
    const read = readChatRequest(request.headers, rawBody)
    if (!read.ok) return refuse(exchange, read.refusal)
    try {
      await playRequest(read.request, {
        exchange,
        track,
        pace,
        nowMs: Date.now(),
        requestId: randomBytes(8).toString('hex'),
      })
    } catch (error) {
      if (error instanceof ClientGoneError) return
      request.log.error(error, 'A script failed.')
      exchange.reset()
    }
  })
}

function refuse(exchange: Exchange, refusal: Refusal): void {
  const { status, message, family, exception } = refusal
  const body = family
    ? providerErrorBody(family, { status, message, type: 'invalid_request_error', code: null })
    : failureBody(message)
  exchange.head(status, {
    'content-type': 'application/json',
    ...(exception && { 'x-portkey-gateway-exception': 'true' }),
  })
  exchange.end(JSON.stringify(body))
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
