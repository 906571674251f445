import {
  Agent as HttpAgent,
  type ClientRequest,
  type IncomingMessage,
  request as httpRequest,
  type ServerResponse,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { pipeline } from 'node:stream'
import { urlToHttpOptions } from 'node:url'
import { hasMore, linger, ServiceError, type Hop } from '@askdesk/service'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { readFraming, tooLarge, type Framing } from './framing.ts'
import { requestHeaders, responseHeaders } from './headers.ts'
import { requirePlainPath } from './path.ts'

export type Service = {
  url: URL
  /** How the service is called in a sentence. */
  name: string
}

export type ForwardOptions = {
  /** The longest body that is handed on. */
  bodyLimit: number
  onFailure: (service: Service, error: Error) => void
}

/** Hands a request on to a service behind, bytes as they come in both directions. */
export type Forward = (request: FastifyRequest, reply: FastifyReply, service: Service) => void

/**
 * Written on `node:http` because of what ready-made plugins were seen not to do: a browser that
 * leaves, even before the answer's first byte, must close the request behind it at once.
 *
 * Each request has a connection of its own. On a shared one, bytes that a backend or a client sends
 * out of turn become the next person's request or answer (request smuggling, response queue
 * poisoning); a connection that ends with its request has nobody after it. To a neighbour on the
 * same machine or network one more connection costs less than a millisecond.
 */
export function createForward({ bodyLimit, onFailure }: ForwardOptions): Forward {
  const agents = {
    'http:': { send: httpRequest, agent: new HttpAgent({ keepAlive: false }) },
    'https:': { send: httpsRequest, agent: new HttpsAgent({ keepAlive: false }) },
  }

  return ({ raw: incoming, hop }, reply, service) => {
    // Everything that can be refused comes first: after this the answer is ours to end.
    requirePlainPath(incoming.url ?? '')
    const framing = readFraming(incoming, bodyLimit)
    const headers = headersOf(incoming, hop, framing)
    const { send, agent } = agents[service.url.protocol === 'https:' ? 'https:' : 'http:']
    const upstream = send({
      // The service's own address and only the path of the request: nobody names another host.
      ...urlToHttpOptions(service.url),
      path: incoming.url,
      method: incoming.method,
      headers,
      agent,
    })
    reply.hijack()
    connect(incoming, reply.raw, upstream, service)
    sendBody(incoming, reply.raw, upstream, framing)
  }

  function connect(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    upstream: ClientRequest,
    service: Service,
  ): void {
    let left = false
    outgoing.once('close', () => {
      left = !outgoing.writableFinished
      upstream.destroy()
    })
    upstream.once('response', (answer) => {
      if (outgoing.headersSent) return void answer.destroy()
      const headers = responseHeaders(answer.headers)
      if (hasMore(incoming)) {
        // An answer to half a body: the service reads no more of it.
        incoming.unpipe(upstream)
        headers['connection'] = 'close'
        linger(incoming)
      }
      outgoing.writeHead(answer.statusCode ?? 502, headers)
      outgoing.flushHeaders()
      // Backpressure: a slow browser slows the service. A cut answer must look cut: pipeline
      // destroys the browser's connection with it.
      pipeline(answer, outgoing, (error) => {
        if (error && !left) onFailure(service, error)
      })
    })
    upstream.on('error', (error) => {
      if (outgoing.destroyed || outgoing.headersSent) return
      onFailure(service, error)
      refuse(incoming, outgoing, unreachable(service))
    })
  }

  function sendBody(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    upstream: ClientRequest,
    framing: Framing,
  ): void {
    if (framing.kind === 'none') return void upstream.end()
    let bytes = 0
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= bodyLimit || outgoing.headersSent) return
      incoming.unpipe(upstream)
      refuse(incoming, outgoing, tooLarge(bodyLimit))
      upstream.destroy()
    })
    // Not `pipeline`: it would destroy the browser's connection before an error could be answered.
    incoming.pipe(upstream)
  }
}

function headersOf(incoming: IncomingMessage, hop: Hop, framing: Framing) {
  const headers = requestHeaders(incoming.headers, hop)
  if (framing.kind === 'length') headers['content-length'] = framing.bytes
  if (framing.kind === 'chunked') headers['transfer-encoding'] = 'chunked'
  return headers
}

function unreachable(service: Service): ServiceError {
  return new ServiceError(
    'upstream_unreachable',
    `${service.name} cannot be reached. Check that it runs, or what its log says, then try again.`,
    { type: 'server_error' },
  )
}

/** Answers in place of the service. */
function refuse(incoming: IncomingMessage, outgoing: ServerResponse, error: ServiceError): void {
  const isEarly = hasMore(incoming)
  if (isEarly) linger(incoming)
  outgoing.writeHead(error.status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    ...(isEarly && { connection: 'close' }),
  })
  outgoing.end(JSON.stringify(error.body))
}
