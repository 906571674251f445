import { createHash, randomBytes } from 'node:crypto'
import { jwtVerify, SignJWT } from 'jose'

/** How long a browser stays signed in, in seconds. */
export const sessionSeconds = 12 * 60 * 60

/**
 * Sessions of the page: a signed value in a cookie, so that the browser never holds a token where
 * scripts can read it and any replica with the same settings knows the session.
 */
export type SessionBook = {
  issue(owner: string): Promise<string>
  find(value: string): Promise<string | undefined>
}

const audience = 'askdesk-session'

/** The key comes from the operator's credentials: changing them signs everybody out. */
export function createSessionBook(credentials: readonly string[]): SessionBook {
  const secret = credentials.length > 0 ? credentials.join('\n') : randomBytes(32).toString('hex')
  const key = createHash('sha256').update('askdesk session key\n').update(secret).digest()
  return {
    issue: (owner) =>
      new SignJWT()
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(owner)
        .setAudience(audience)
        .setExpirationTime(`${sessionSeconds}s`)
        .sign(key),
    async find(value) {
      try {
        const { payload } = await jwtVerify(value, key, {
          algorithms: ['HS256'],
          audience,
          requiredClaims: ['exp', 'sub'],
        })
        return payload.sub
      } catch {
        return undefined
      }
    },
  }
}
