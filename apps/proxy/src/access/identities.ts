import type { FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { createOidcVerifier } from './oidc.ts'
import { createSessionBook, type SessionBook } from './sessions.ts'
import { createTokenBook } from './tokens.ts'

/** Who is calling, from the one header or cookie that may say so. */
export type Identities = {
  /** Whether anybody has to say who they are. */
  readonly required: boolean
  readonly sessions: SessionBook
  /** The owner of a credential: an operator’s token or the identity provider’s. */
  ofCredential(credential: string): Promise<string | undefined>
  of(request: FastifyRequest): Promise<string | undefined>
}

/** Over plain http on this machine the stricter prefix cannot be used. */
export const sessionCookies = { secure: '__Host-askdesk', plain: 'askdesk-session' } as const

export function createIdentities(config: Config): Identities {
  const tokens = createTokenBook(config.tokens)
  const oidc = config.oidc && createOidcVerifier(config.oidc)
  const sessions = createSessionBook(config.tokens)
  const required = !tokens.isEmpty || oidc !== undefined

  async function ofCredential(credential: string): Promise<string | undefined> {
    return (
      tokens.find(credential) ?? (looksLikeJwt(credential) ? oidc?.find(credential) : undefined)
    )
  }

  return {
    required,
    sessions,
    ofCredential,
    async of(request) {
      if (!required) return 'anonymous'
      const { authorization } = request.headers
      if (authorization !== undefined) {
        const credential = /^Bearer ([\x21-\x7e]{1,8192})$/i.exec(authorization)?.[1]
        return credential === undefined ? undefined : ofCredential(credential)
      }
      const cookie = request.cookies[sessionCookies.secure] ?? request.cookies[sessionCookies.plain]
      if (cookie === undefined || isForeign(request)) return undefined
      return sessions.find(cookie)
    },
  }
}

/** A cookie comes along with whatever page asks; only a page of this site counts. */
function isForeign(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  return site !== undefined && site !== 'same-origin' && site !== 'none'
}

function looksLikeJwt(credential: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(credential)
}
