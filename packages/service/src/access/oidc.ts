import { cutCharacters } from '../well-formed.ts'
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import { ServiceError } from '../errors.ts'
import type { OidcSettings } from '../settings/oidc.ts'
import type { Caller, Proof } from './caller.ts'

/** Judges JWTs of the identity provider. */
export type OidcVerifier = {
  /**
   * The person that a token speaks of, or undefined for one that does not hold.
   *
   * @throws ServiceError `unavailable` while the provider's keys cannot be fetched.
   */
  verify(token: string): Promise<Proof | undefined>
}

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() })
const fetchTimeout = 5000
/** After a failure the provider is left alone for so long, then twice as long, up to the most. */
const firstPause = 1000
const longestPause = 30_000
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

/** Finds the provider's keys by discovery on first use; `jose` keeps and renews them. */
export function createOidcVerifier(
  settings: OidcSettings,
  now: () => number = Date.now,
): OidcVerifier {
  const { issuer, audience } = settings
  const backoff = createBackoff(now, new URL(issuer).host)
  let keys: Promise<JWTVerifyGetKey> | undefined

  return {
    async verify(token) {
      backoff.throwIfPaused()
      try {
        keys ??= discover(issuer)
        const getKey = await keys
        const { payload } = await jwtVerify(token, getKey, {
          issuer,
          audience,
          algorithms,
          requiredClaims: ['exp', 'sub'],
          clockTolerance: 30,
        })
        backoff.succeeded()
        return proofOf(payload, settings)
      } catch (error) {
        // A token that does not hold is an answer; keys that cannot be fetched are a failure.
        if (error instanceof errors.JOSEError && !isOutage(error)) return undefined
        keys = undefined
        throw backoff.failed(error)
      }
    },
  }
}

function isOutage(error: errors.JOSEError): boolean {
  return error instanceof errors.JWKSTimeout || error.code === 'ERR_JOSE_GENERIC'
}

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const response = await fetch(url, {
    redirect: 'error',
    signal: AbortSignal.timeout(fetchTimeout),
  })
  const found = discoverySchema.parse(await response.json())
  if (found.issuer !== issuer) throw new Error('The identity provider names another issuer.')
  return createRemoteJWKSet(new URL(found.jwks_uri), { timeoutDuration: fetchTimeout })
}

/** Exponential backoff: while the provider is away, a flood of tokens is no flood of fetches. */
function createBackoff(now: () => number, host: string) {
  let pause = 0
  let until = 0
  const away = (cause?: unknown): ServiceError =>
    new ServiceError(
      'unavailable',
      `The identity provider at ${host} (OIDC_ISSUER) cannot be reached, so nobody can be recognised by it at the moment. Try again in a moment.`,
      { retryAfterMs: Math.max(1000, until - now()), cause },
    )
  return {
    throwIfPaused() {
      if (now() < until) throw away()
    },
    succeeded() {
      pause = 0
    },
    failed(cause: unknown) {
      pause = Math.min(longestPause, Math.max(firstPause, pause * 2))
      until = now() + pause
      return away(cause)
    },
  }
}

function proofOf(payload: JWTPayload, settings: OidcSettings): Proof {
  return {
    caller: callerOf(payload, settings),
    credential: 'oidc',
    expiresAt: payload.exp === undefined ? undefined : payload.exp * 1000,
  }
}

/** Reads who somebody is out of verified claims. */
export function callerOf(
  claims: Readonly<Record<string, unknown>>,
  settings: OidcSettings,
): Caller {
  const sub = String(claims['sub'])
  const mail = textOf(claims['email'])
  const name =
    (settings.nameClaim === undefined
      ? (textOf(claims['name']) ?? textOf(claims['preferred_username']) ?? mail)
      : textOf(at(claims, settings.nameClaim))) ?? sub
  const values = settings.roleClaim === undefined ? [] : [at(claims, settings.roleClaim)].flat()
  const isAdmin = values.some((value) => settings.adminValues.includes(String(value)))
  return {
    owner: `user:${sub}`,
    name: cutCharacters(name, 120),
    role: isAdmin ? 'admin' : 'agent',
    ...(mail !== undefined && { mail: cutCharacters(mail, 254) }),
  }
}

/** A claim by its own name, else by a path of names with dots between them. */
function at(claims: Readonly<Record<string, unknown>>, path: string): unknown {
  if (path in claims) return claims[path]
  let value: unknown = claims
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = Object.entries(value).find(([name]) => name === part)?.[1]
  }
  return value
}

/** Text of a claim on one line; control and format characters could make it pass for another's. */
function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '').trim()
  return text === '' ? undefined : text
}
