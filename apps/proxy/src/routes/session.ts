import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { sessionCookies, type Identities } from '../access/identities.ts'
import { sessionSeconds } from '../access/sessions.ts'
import { ProxyError } from '../errors.ts'
import { parseJsonBody } from './stream-body.ts'

const bodySchema = z.object({ token: z.string().min(1).max(8192) })

/**
 * `/api/ai/session`: how the page signs in. It sends a token once and gets a cookie that scripts
 * cannot read; GET says whether signing in is needed and done, DELETE signs out.
 */
export function registerSessionRoutes(app: FastifyInstance, identities: Identities): void {
  const config = { isOpen: true }

  app.get('/api/ai/session', { config }, async (request) => {
    const owner = await identities.of(request)
    return { required: identities.required, signedIn: owner !== undefined }
  })

  app.post('/api/ai/session', { config }, async (request, reply) => {
    const body = bodySchema.safeParse(parseJsonBody(request.body))
    if (!body.success)
      throw new ProxyError('invalid_request', 'Send the access token as {"token": "…"}.')
    const owner = identities.required ? await identities.ofCredential(body.data.token) : 'anonymous'
    if (owner === undefined) {
      throw new ProxyError(
        'unauthorized',
        'This access token is not known here. Check it, or ask the operator for one.',
      )
    }
    setCookie(request, reply, await identities.sessions.issue(owner), sessionSeconds)
    return { required: identities.required, signedIn: true }
  })

  app.delete('/api/ai/session', { config }, async (request, reply) => {
    setCookie(request, reply, '', 0)
    return reply.code(204).send()
  })
}

function setCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  value: string,
  maxAge: number,
): void {
  const secure = request.protocol === 'https' || request.headers['x-forwarded-proto'] === 'https'
  reply.setCookie(secure ? sessionCookies.secure : sessionCookies.plain, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure,
    maxAge,
  })
}
