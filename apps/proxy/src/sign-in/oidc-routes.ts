import {
  callerOf,
  setSessionCookie,
  type AccessSettings,
  type Identities,
  type OidcSettings,
} from '@askdesk/service'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Redis } from 'ioredis'
import * as openid from 'openid-client'
import { createOidcClient } from './oidc-client.ts'
import { createSignInKeys } from './sign-in-keys.ts'
import { createStateSeal, localPath, signInSeconds } from './sign-in-state.ts'

type StartRequest = FastifyRequest<{ Querystring: { returnTo?: unknown } }>
/** Why a sign-in came to nothing, as the page is told. */
type Reason = 'denied' | 'expired' | 'unavailable' | 'refused'

const cookieNames = { secure: '__Host-askdesk-oidc', plain: 'askdesk-oidc' } as const

/**
 * Signing in at the identity provider: OpenID Connect's authorization code flow with PKCE, state and
 * nonce. `/api/session/oidc/start` sends the browser there, `/api/session/oidc/callback` takes it back.
 */
export function registerOidcRoutes(
  app: FastifyInstance,
  access: AccessSettings,
  identities: Identities,
  redis: Redis | undefined,
): void {
  const { oidc } = access
  if (!oidc?.client) return
  const config = { access: 'session' as const }
  const client = createOidcClient(oidc, oidc.client)
  const { seal, open } = createStateSeal(
    createSignInKeys({
      sessionKey: access.sessionKey,
      redis,
      warn: (sentence) => app.log.warn(sentence),
    }),
  )

  app.get('/api/session/oidc/start', { config }, async (request: StartRequest, reply) => {
    const returnTo = localPath(request.query.returnTo)
    const provider = await client().catch(() => undefined)
    if (!provider) return goBack(reply, returnTo, 'unavailable')
    const state = openid.randomState()
    const nonce = openid.randomNonce()
    const verifier = openid.randomPKCECodeVerifier()
    setStateCookie(request, reply, await seal({ state, nonce, verifier, returnTo }), signInSeconds)
    const url = openid.buildAuthorizationUrl(provider, {
      redirect_uri: callbackOf(request, access).href,
      scope: oidc.scopes,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    })
    return reply.header('cache-control', 'no-store').redirect(url.href, 302)
  })

  app.get('/api/session/oidc/callback', { config }, async (request, reply) => {
    const sealed = request.cookies[request.hop.isSecure ? cookieNames.secure : cookieNames.plain]
    setStateCookie(request, reply, '', 0)
    const known = await open(sealed)
    if (!known) return goBack(reply, '/', 'expired')
    const url = callbackOf(request, access)
    url.search = new URL(request.url, 'http://page.invalid').search
    try {
      const tokens = await openid.authorizationCodeGrant(await client(), url, {
        expectedState: known.state,
        expectedNonce: known.nonce,
        pkceCodeVerifier: known.verifier,
        idTokenExpected: true,
      })
      await signIn(request, reply, oidc, identities, tokens.claims())
      return await goBack(reply, known.returnTo)
    } catch (error) {
      const reason = reasonOf(error)
      request.log.warn(
        { audit: 'sign-in refused', reason, address: request.hop.address, cause: nameOf(error) },
        'sign-in at the identity provider failed',
      )
      return goBack(reply, known.returnTo, reason)
    }
  })
}

async function signIn(
  request: FastifyRequest,
  reply: FastifyReply,
  oidc: OidcSettings,
  { sessions }: Identities,
  claims: openid.IDToken | undefined,
): Promise<void> {
  if (!claims) throw new Error('The identity provider sent no ID token.')
  const caller = callerOf(claims, oidc)
  const { address, isSecure } = request.hop
  const { id, seconds } = await sessions.open({ ...caller, credential: 'oidc' }, claims.exp * 1000)
  setSessionCookie(reply, isSecure, id, seconds)
  request.log.info({ audit: 'signed in', who: caller.name, by: 'oidc', address }, 'signed in')
}

/** The address that the provider sends the browser back to: that of the page, whatever is in front of it. */
function callbackOf({ hop }: FastifyRequest, { publicUrl }: AccessSettings): URL {
  const base = publicUrl?.origin ?? `${hop.isSecure ? 'https' : 'http'}://${hop.host ?? ''}`
  return new URL('/api/session/oidc/callback', base)
}

/** Lax, unlike the session's: the browser comes back from another site. */
function setStateCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  value: string,
  maxAge: number,
): void {
  const { isSecure } = request.hop
  reply.setCookie(isSecure ? cookieNames.secure : cookieNames.plain, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure,
    maxAge,
  })
}

function goBack(reply: FastifyReply, path: string, reason?: Reason): FastifyReply {
  const url = new URL(path, 'http://page.invalid')
  if (reason) {
    url.searchParams.set('signIn', 'failed')
    url.searchParams.set('reason', reason)
  }
  return reply.header('cache-control', 'no-store').redirect(`${url.pathname}${url.search}`, 302)
}

function reasonOf(error: unknown): Reason {
  if (error instanceof openid.AuthorizationResponseError) {
    return error.error === 'access_denied' ? 'denied' : 'refused'
  }
  if (error instanceof openid.ResponseBodyError) return 'refused'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'OAUTH_INVALID_RESPONSE' || code.startsWith('OAUTH_')) return 'refused'
  return 'unavailable'
}

/** A word for the log: the provider's own text may hold anything. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error ? String(error.code) : error.name
}
