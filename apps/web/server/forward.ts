import {
  Agent as HttpAgent,
  type IncomingMessage,
  request as httpRequest,
  type ServerResponse,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { pipeline } from 'node:stream'
import { urlToHttpOptions } from 'node:url'
import type { ErrorBody } from '@askdesk/contracts'
import { requestHeaders, responseHeaders } from './forward-headers.ts'

export type Service = {
  url: URL
  /** How the service is called in a sentence. */
  name: string
}

export type Forward = {
  to: (incoming: IncomingMessage, outgoing: ServerResponse, service: Service) => void
  close: () => void
}

export type ForwardOptions = {
  trustProxy: boolean
  onFailure: (service: Service, error: Error) => void
}

/**
 * Hands requests on to the services behind, bytes as they come in both directions.
 *
 * Written on `node:http` because of one thing that ready-made plugins were seen not to do: a browser
 * that leaves, even before the answer's first byte, must close the request behind it at once.
 */
export function createForward(options: ForwardOptions): Forward {
  const agents = {
    http: new HttpAgent({ keepAlive: true }),
    https: new HttpsAgent({ keepAlive: true }),
  }
  return {
    to(incoming, outgoing, service) {
      const secure = service.url.protocol === 'https:'
      const send = secure ? httpsRequest : httpRequest
      const asker = { address: incoming.socket.remoteAddress, trusted: options.trustProxy }
      const upstream = send({
        // The service's own address and only the path of the request: nobody names another host.
        ...urlToHttpOptions(service.url),
        path: incoming.url,
        method: incoming.method,
        headers: requestHeaders(incoming.headers, asker),
        agent: secure ? agents.https : agents.http,
      })

      let left = false
      outgoing.once('close', () => {
        left = !outgoing.writableFinished
        upstream.destroy()
      })
      upstream.once('response', (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, responseHeaders(answer.headers))
        outgoing.flushHeaders()
        // A cut answer must look cut: pipeline destroys the browser's connection with it.
        pipeline(answer, outgoing, (error) => {
          if (error && !left) options.onFailure(service, error)
        })
      })
      upstream.on('error', (error) => {
        if (outgoing.destroyed || outgoing.headersSent) return
        options.onFailure(service, error)
        refuse(incoming, outgoing, service)
      })
      // Not `pipeline`: it would destroy the browser's connection before an error could be answered.
      incoming.pipe(upstream)
    },
    close() {
      agents.http.destroy()
      agents.https.destroy()
    },
  }
}

function refuse(incoming: IncomingMessage, outgoing: ServerResponse, service: Service): void {
  const body: ErrorBody = {
    error: {
      message: `${service.name} cannot be reached. Check that it runs, then try again.`,
      type: 'server_error',
      code: 'upstream_unreachable',
      retryable: true,
    },
  }
  // What is left of the body is read away, so that the answer is not lost behind it.
  incoming.resume()
  outgoing.writeHead(502, { 'content-type': 'application/json; charset=utf-8' })
  outgoing.end(JSON.stringify(body))
}
