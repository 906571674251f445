import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import { ProxyError } from '../errors/proxy-error.ts'
import { errorFromResponse } from '../errors/error-response.ts'
import { errorFromConnection } from '../errors/connection-error.ts'
import type { UpstreamRequest } from './request.ts'
import type { UpstreamClient } from './upstream.ts'

const bodyCap = 64 * 1024
const patience = 15_000

/**
 * Sends feedback to Portkey. Resolves when it was taken, with Portkey's id of it, else rejects with
 * a `ProxyError`.
 */
export function sendFeedback(
  client: UpstreamClient,
  request: UpstreamRequest,
  traceId: string,
  mask: (text: string) => string,
): Promise<string | undefined> {
  const asked = { providerId: 'portkey', label: 'Portkey', model: 'feedback', traceId }
  return new Promise((resolve, reject) => {
    let status = 0
    let headers: IncomingHttpHeaders = {}
    let body = ''

    const settle = (error?: ProxyError): void => {
      clearTimeout(timer)
      exchange.abort()
      if (error) reject(error)
      else resolve(idOf(body))
    }
    const judge = (): void => {
      if (status >= 200 && status < 300) settle()
      else if (status === 404) settle(unknownReply(traceId))
      else settle(errorFromResponse({ status, headers, body }, asked, mask))
    }
    const exchange = client.send(request, {
      head(code, given) {
        status = code
        headers = given
      },
      data(chunk) {
        body += chunk.toString('latin1')
        if (body.length > bodyCap) judge()
      },
      end: judge,
      failed: (error) => settle(errorFromConnection(error, asked)),
    })
    const timer = setTimeout(() => {
      settle(
        new ProxyError(
          'upstream_timeout',
          'Portkey did not take the feedback in time. Try again.',
          {
            traceId,
          },
        ),
      )
    }, patience)
  })
}

const answerSchema = z.object({ feedback_ids: z.array(z.string().max(200)).min(1) })

function idOf(body: string): string | undefined {
  try {
    return answerSchema.safeParse(JSON.parse(body)).data?.feedback_ids[0]
  } catch {
    return undefined
  }
}

function unknownReply(traceId: string): ProxyError {
  return new ProxyError(
    'invalid_request',
    'Portkey knows no reply with this traceId. It may be too old for feedback.',
    { type: 'not_found_error', status: 404, traceId },
  )
}
