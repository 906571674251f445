import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { isLoopback } from '../config-upstream.ts'
import { ProxyError } from '../errors.ts'
import { clientKey } from './client-key.ts'
import type { Identities } from './identities.ts'
import { mayCall } from './origins.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is calling: a token’s fingerprint, a user of the identity provider, or `anonymous`. Set before any route runs. */
    owner: string
    /** What this caller’s limits are counted by. */
    client: string
  }
}

/**
 * Checks every request to the API before its body is read: where it comes from, who it is, and
 * whether it comes too often. Nothing before the check of who it is costs anything.
 */
export function registerGuard(app: FastifyInstance, config: Config, identities: Identities): void {
  const rules = { allowed: config.corsOrigins, localOnly: isLoopback(config.host) }
  const perMinute = config.limits.requestsPerMinute
  const limit =
    perMinute > 0
      ? app.createRateLimit({
          max: perMinute,
          timeWindow: 60_000,
          keyGenerator: (request) => request.client,
        })
      : undefined
  app.decorateRequest('owner', 'anonymous')
  app.decorateRequest('client', '')

  app.addHook('onRequest', async (request) => {
    request.client = clientKey('anonymous', request.ip)
    if (!mayCall(rules, request.headers.origin, hostOf(request))) {
      throw new ProxyError(
        'forbidden_origin',
        'Pages of this origin may not use this proxy. Ask the operator to add the origin to CORS_ORIGINS.',
      )
    }
    const owner = await identities.of(request)
    if (owner !== undefined) {
      request.owner = owner
      request.client = clientKey(owner, request.ip)
    }
    // Guesses at a token are counted too, by their address.
    if (request.method === 'POST' || owner === undefined) await countRequest(request)
    if (owner === undefined && !request.routeOptions.config.isOpen) {
      throw new ProxyError(
        'unauthorized',
        'This proxy needs a token. Send it as “Authorization: Bearer …”, or sign in on the page.',
      )
    }
  })

  async function countRequest(request: FastifyRequest): Promise<void> {
    const result = await limit?.(request)
    if (result && !result.isAllowed && result.isExceeded) {
      throw new ProxyError(
        'rate_limited',
        `That was more than ${perMinute} requests in a minute. Wait a moment and try again.`,
        { retryAfterMs: result.ttl },
      )
    }
  }
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Anyone may call this route: it is how one signs in. */
    isOpen?: boolean
  }
}

/**
 * The host that the caller's browser named. A web server in front passes it on; no page can set
 * that header itself without being asked for by a preflight, which it would not pass.
 */
function hostOf(request: FastifyRequest): string | undefined {
  const forwarded = request.headers['x-forwarded-host']
  return (Array.isArray(forwarded) ? forwarded[0] : forwarded) ?? request.headers.host
}
