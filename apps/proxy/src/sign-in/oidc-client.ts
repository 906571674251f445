import type { OidcSettings } from '@askdesk/service'
import * as openid from 'openid-client'
import { ProxyError } from '../errors/proxy-error.ts'

/** In seconds. */
const patience = 5
/** After a failure the provider is not asked again for so long, in milliseconds. */
const pause = 2000

/** Finds the identity provider's addresses by discovery, on first use, and keeps them. */
export function createOidcClient(
  settings: OidcSettings,
  client: { id: string; secret?: string | undefined },
) {
  let found: Promise<openid.Configuration> | undefined
  let failedAt = -Infinity

  return async (): Promise<openid.Configuration> => {
    if (Date.now() - failedAt < pause) throw away(settings.issuer)
    found ??= discover(settings, client)
    try {
      return await found
    } catch (error) {
      found = undefined
      failedAt = Date.now()
      throw away(settings.issuer, error)
    }
  }
}

function away(issuer: string, cause?: unknown): ProxyError {
  return new ProxyError(
    'unavailable',
    `The identity provider at ${new URL(issuer).host} (OIDC_ISSUER) cannot be reached, so nobody can sign in with it at the moment. Try again in a moment.`,
    { retryAfterMs: pause, cause },
  )
}

function discover(
  { issuer }: OidcSettings,
  { id, secret }: { id: string; secret?: string | undefined },
): Promise<openid.Configuration> {
  const url = new URL(issuer)
  return openid.discovery(
    url,
    id,
    undefined,
    secret === undefined ? openid.None() : openid.ClientSecretPost(secret),
    {
      timeout: patience,
      // Settings admit plain http for an issuer on this machine only.
      ...(url.protocol === 'http:' && { execute: [openid.allowInsecureRequests] }),
    },
  )
}
