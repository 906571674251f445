import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'

export type OidcSettings = { readonly issuer: string; readonly audience: string }

/** Says who a JWT of the identity provider is, or undefined for one that does not hold. */
export type OidcVerifier = { find(token: string): Promise<string | undefined> }

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() })
const discoveryTimeout = 5000
/** Signatures by the provider's private key only: a shared secret or `none` never counts. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
]

/** The provider's keys are found by discovery, on first use, and kept by `jose` with its own limits. */
export function createOidcVerifier({ issuer, audience }: OidcSettings): OidcVerifier {
  let keys: Promise<JWTVerifyGetKey> | undefined

  async function discover(): Promise<JWTVerifyGetKey> {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(discoveryTimeout),
    })
    const found = discoverySchema.parse(await response.json())
    if (found.issuer !== issuer) throw new Error('The identity provider names another issuer.')
    return createRemoteJWKSet(new URL(found.jwks_uri), { timeoutDuration: discoveryTimeout })
  }

  return {
    async find(token) {
      keys ??= discover()
      let getKey: JWTVerifyGetKey
      try {
        getKey = await keys
      } catch (error) {
        keys = undefined
        throw error
      }
      try {
        const { payload } = await jwtVerify(token, getKey, {
          issuer,
          audience,
          algorithms,
          requiredClaims: ['exp', 'sub'],
          clockTolerance: 30,
        })
        return `user:${payload.sub}`
      } catch (error) {
        // A token that does not hold is an answer; keys that cannot be fetched are a failure.
        if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) throw error
        return undefined
      }
    },
  }
}
