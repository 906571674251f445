import type { Role } from '@askdesk/contracts'
import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Redis } from 'ioredis'
import { ServiceError } from '../errors.ts'
import { isServiceCredential, serviceHeader } from '../service-credential.ts'
import type { AccessSettings } from '../settings/access.ts'
import { anonymous, type Caller } from './caller.ts'
import { clientKey } from './client-key.ts'
import type { Hop } from './hop.ts'
import type { Identities } from './identities.ts'
import { createLimiter } from './limiter.ts'
import type { RefusalReason, Refusals } from './refusals.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The person or program that asks. Set before any route runs. */
    caller: Caller
    /** Rate-limit key of this caller. */
    client: string
    hop: Hop
    sessionId: string | undefined
  }
  interface FastifyContextConfig {
    /**
     * Access of a route: signed-in people by default, `open` anyone, `session` anyone and
     * uncounted (it is how one signs in), `service` another service of ours.
     */
    access?: 'open' | 'session' | 'service'
    /** The roles that may. @default agent and admin */
    roles?: readonly Role[]
  }
}

export type GuardOptions = {
  readonly access: AccessSettings
  readonly identities: Identities
  readonly refusals: Refusals
  /** Requests a minute from one client; 0 is no limit, undefined the default where others can reach us. */
  readonly requestsPerMinute: number | undefined
  readonly redis: Redis | undefined
}

export const defaultPerMinute = 120
/** Reading is cheap, and a page reads often. */
const readsForOneWrite = 10
const people: readonly Role[] = ['agent', 'admin']

/**
 * Checks every request before its body is read: who is calling, whether they may, and whether they
 * come too often. Nothing before that costs anything. {@link registerDoor} comes first.
 */
export async function registerGuard(app: FastifyInstance, options: GuardOptions): Promise<void> {
  const { access, identities, refusals, redis } = options
  const perMinute = options.requestsPerMinute ?? defaultPerMinute
  const writes = createLimiter(`${access.service}:rate`, Math.max(1, perMinute), redis)
  const reads = createLimiter(
    `${access.service}:reads`,
    Math.max(1, perMinute) * readsForOneWrite,
    redis,
  )

  app.decorateRequest('caller')
  app.decorateRequest('client', '')
  app.decorateRequest('sessionId')
  await app.register(cookie)

  const refuse = (request: FastifyRequest, reason: RefusalReason, who?: string): void =>
    refusals.record({
      reason,
      address: request.hop.address,
      method: request.method,
      route: request.routeOptions.url,
      ...(who !== undefined && { who }),
    })

  app.addHook('onRequest', async (request) => {
    const { access: level, roles } = request.routeOptions.config
    request.caller = anonymous
    request.client = clientKey('anonymous', request.hop.address)
    if (level === 'open' || level === 'session') return
    if (level === 'service') return requireService(request, access.sessionKey)
    const found = await identify(request)
    if (found.caller === undefined) {
      refuse(request, found.wasGiven ? 'wrong_credential' : 'no_credential')
      throw unauthorized(found.wasGiven)
    }
    request.caller = found.caller
    request.log = request.log.child({ who: found.caller.name })
    request.sessionId = found.sessionId
    request.client = clientKey(found.caller.owner, request.hop.address)
    await requireEnabled(request)
    await count(request)
    if (!(roles ?? people).includes(found.caller.role)) {
      refuse(request, 'forbidden_role', found.caller.name)
      throw forbiddenRole(found.caller.role)
    }
  })

  async function identify(request: FastifyRequest) {
    try {
      return await identities.identify(request, request.hop.address, request.hop.isSecure)
    } catch (error) {
      const code = error instanceof ServiceError ? error.error.code : undefined
      if (code === 'rate_limited') refuse(request, 'rate_limited')
      throw error
    }
  }

  async function requireEnabled(request: FastifyRequest): Promise<void> {
    const { owner, name } = request.caller
    if (!access.required || !(await identities.isDisabled(owner))) return
    refuse(request, 'disabled', name)
    throw new ServiceError(
      'unauthorized',
      `${name} has been disabled by an administrator. Ask them to be enabled again.`,
      { status: 403, type: 'permission_error' },
    )
  }

  async function count(request: FastifyRequest): Promise<void> {
    const isOff =
      options.requestsPerMinute === undefined
        ? !access.isExposed && !request.hop.isRemote
        : options.requestsPerMinute === 0
    if (isOff) return
    const limiter = ['POST', 'PUT', 'PATCH'].includes(request.method) ? writes : reads
    const wait = await limiter.take(request.client)
    if (wait === undefined) return
    refuse(request, 'rate_limited', request.caller.name)
    throw new ServiceError(
      'rate_limited',
      `That was more than ${limiter.perMinute} requests in a minute. Wait a moment and try again.`,
      { retryAfterMs: wait },
    )
  }
}

/** Without a shared key there are no calls between services, and nothing at their addresses. */
function requireService(request: FastifyRequest, sessionKey: string | undefined): void {
  const given = request.headers[serviceHeader]
  if (sessionKey !== undefined && isServiceCredential(sessionKey, given)) return
  throw new ServiceError('not_found', 'There is nothing at this address.')
}

/** Throws unless an administrator asks. */
export function requireAdmin(request: FastifyRequest): void {
  if (request.caller.role !== 'admin') throw forbiddenRole(request.caller.role)
}

function unauthorized(wasGiven: boolean): ServiceError {
  return new ServiceError(
    'unauthorized',
    wasGiven
      ? 'This token or session does not hold (any more). Sign in again on the page, or send a token that does as “Authorization: Bearer …”.'
      : 'Here one has to say who one is. Sign in on the page, or send a token as “Authorization: Bearer …”.',
  )
}

function forbiddenRole(role: Role): ServiceError {
  return new ServiceError(
    'unauthorized',
    `Your role (${role}) does not allow this. Ask an administrator.`,
    { status: 403, type: 'permission_error' },
  )
}
