import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { setSessionCookie, type Caller, type Identities } from '@askdesk/service'
import { z } from 'zod'
import { ProxyError } from '../errors/proxy-error.ts'
import { parseJsonBody } from '../http/stream-body.ts'

const bodySchema = z.object({ token: z.string().min(1).max(8192) })
/** A token is at most 8 KiB. */
const bodyLimit = 16 * 1024

/**
 * `/api/session`: how the page signs in. It sends a token once and gets a cookie that scripts cannot
 * read; GET says whether signing in is needed, done, by whom and by which ways it can be; DELETE
 * ends the session on the server. `/api/ai/session` is its older form, kept for clients of before.
 */
export function registerSessionRoutes(app: FastifyInstance, identities: Identities): void {
  const config = { access: 'session' as const }
  const { required, methods } = identities

  app.get('/api/session', { config }, async (request) => {
    const caller = await callerOf(request)
    return {
      required,
      signedIn: caller !== undefined,
      ...(required && caller && { name: caller.name, role: caller.role }),
      methods,
    }
  })
  app.get('/api/ai/session', { config }, async (request) => ({
    required,
    signedIn: (await callerOf(request)) !== undefined,
  }))

  app.post('/api/session', { config, bodyLimit }, async (request, reply) => {
    await signIn(request, reply)
    return reply.code(204).send()
  })
  app.post('/api/ai/session', { config, bodyLimit }, async (request, reply) => {
    await signIn(request, reply)
    return { required, signedIn: true }
  })

  for (const path of ['/api/session', '/api/ai/session']) {
    app.delete(path, { config }, async (request, reply) => {
      await signOut(request)
      setSessionCookie(reply, request.hop.isSecure, '', 0)
      return reply.code(204).send()
    })
  }

  /** An identity that cannot be checked for now counts as not signed in: the status is no place to guess at. */
  async function callerOf(request: FastifyRequest): Promise<Caller | undefined> {
    const { address, isSecure } = request.hop
    try {
      const { caller } = await identities.identify(request, address, isSecure)
      const isShutOut = required && caller && (await identities.isDisabled(caller.owner))
      return isShutOut ? undefined : caller
    } catch (error) {
      if (error instanceof ProxyError && error.error.code === 'rate_limited') return undefined
      throw error
    }
  }

  async function signIn(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const body = bodySchema.safeParse(parseJsonBody(request.body))
    if (!body.success) {
      throw new ProxyError('invalid_request', 'Send the access token as {"token": "…"}.')
    }
    if (!required) return
    const { address, isSecure } = request.hop
    const proof = await identities.prove(body.data.token, address)
    if (proof === undefined) {
      request.log.warn({ audit: 'sign-in refused', address }, 'wrong token at sign-in')
      throw new ProxyError(
        'unauthorized',
        'This access token is not known here. Check it, or ask the operator for one.',
      )
    }
    const { caller, credential, expiresAt } = proof
    const { id, seconds } = await identities.sessions.open({ ...caller, credential }, expiresAt)
    setSessionCookie(reply, isSecure, id, seconds)
    request.log.info({ audit: 'signed in', who: caller.name, by: 'token', address }, 'signed in')
  }

  async function signOut(request: FastifyRequest): Promise<void> {
    const { address, isSecure } = request.hop
    const found = await identities.identify(request, address, isSecure).catch(() => undefined)
    if (!found?.caller || found.sessionId === undefined) return
    await identities.sessions.end(found.sessionId)
    request.log.info({ audit: 'signed out', who: found.caller.name, address }, 'signed out')
  }
}
