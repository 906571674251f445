import cors from '@fastify/cors'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/**
 * Headers that a page may send. The clients of OpenAI, Anthropic's family and Portkey add their own
 * by families (`x-stainless-*` grows with each release), and one that is missing here blocks the
 * whole request. Nothing is obeyed for being allowed: what a service does not know it does not read.
 */
const sendable =
  /^(?:accept|accept-language|authorization|cache-control|content-type|idempotency-key|last-event-id|pragma|user-agent|x-api-key|x-askdesk-agent|x-client-request-id|x-request-id|x-requested-with|openai-[a-z-]{1,60}|x-(?:stainless|portkey)-[a-z-]{1,60})$/

/** Headers that a page may read. Without them a client cannot wait, report or tell who answered. */
const readable = [
  'content-disposition',
  'retry-after',
  'www-authenticate',
  'x-askdesk-capped',
  'x-askdesk-ignored',
  'x-askdesk-model',
  'x-askdesk-provider',
  'x-askdesk-run',
  'x-askdesk-waits-ms',
  'x-request-id',
]

/** Answers preflights of the pages that may call, and tells browsers what those may send and read. */
export async function registerCors(
  app: FastifyInstance,
  origins: readonly string[],
): Promise<void> {
  await app.register(cors, {
    delegator: (request, done) =>
      done(null, {
        origin: [...origins],
        methods: ['GET', 'POST', 'DELETE'],
        allowedHeaders: sendableOf(request),
        // Nothing is said to those whom it does not concern.
        ...(origins.includes(request.headers.origin ?? '') && { exposedHeaders: readable }),
        maxAge: 600,
        strictPreflight: false,
      }),
  })
}

/** Of the headers that a preflight asks for, those that may be sent. */
function sendableOf({ headers }: FastifyRequest): string[] {
  return String(headers['access-control-request-headers'] ?? 'content-type')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => sendable.test(name))
}
