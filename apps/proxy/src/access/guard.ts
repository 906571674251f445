import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { isLoopback } from '../config-upstream.ts'
import { ProxyError } from '../errors.ts'
import { mayCall } from './origins.ts'
import { createTokenBook } from './tokens.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is calling: a token's fingerprint, or `anonymous`. Set before any route runs. */
    owner: string
  }
}

/** Checks every request to the API before its body is read: first where it comes from, then who it is. */
export function registerGuard(app: FastifyInstance, config: Config): void {
  const tokens = createTokenBook(config.tokens)
  const rules = { allowed: config.corsOrigins, localOnly: isLoopback(config.host) }
  app.decorateRequest('owner', 'anonymous')
  app.addHook('onRequest', async (request) => {
    if (!mayCall(rules, request.headers.origin, hostOf(request))) {
      throw new ProxyError(
        'forbidden_origin',
        'Pages of this origin may not use this proxy. Ask the operator to add the origin to CORS_ORIGINS.',
      )
    }
    if (tokens.isEmpty) return
    const owner = tokens.find(request.headers.authorization)
    if (owner === undefined) {
      throw new ProxyError(
        'unauthorized',
        'This proxy needs a token. Send it as “Authorization: Bearer …”.',
      )
    }
    request.owner = owner
  })
}

/**
 * The host that the caller's browser named. A web server in front passes it on; no page can set
 * that header itself without being asked for by a preflight, which it would not pass.
 */
function hostOf(request: FastifyRequest): string | undefined {
  const forwarded = request.headers['x-forwarded-host']
  return (Array.isArray(forwarded) ? forwarded[0] : forwarded) ?? request.headers.host
}
