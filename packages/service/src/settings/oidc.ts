import { isLoopback } from './addresses.ts'
import type { Environment } from './environment.ts'

/** How the identity provider is asked, and which of its claims say what. */
export type OidcSettings = {
  readonly issuer: string
  /** Audience of a bearer JWT. */
  readonly audience: string
  /** Set up at the provider for the page's sign-in (authorization code flow); without it there is none. */
  readonly client: { readonly id: string; readonly secret: string | undefined } | undefined
  readonly scopes: string
  /** A path into the claims, its parts separated by dots. */
  readonly nameClaim: string | undefined
  readonly roleClaim: string | undefined
  readonly adminValues: readonly string[]
}

export function readOidc(env: Environment, problems: string[]): OidcSettings | undefined {
  const issuer = env['OIDC_ISSUER']?.trim()
  const clientId = env['OIDC_CLIENT_ID']?.trim()
  const audience = env['OIDC_AUDIENCE']?.trim() ?? clientId
  if (!issuer && !audience) {
    if (env['OIDC_CLIENT_SECRET']) problems.push('OIDC_CLIENT_SECRET is set without OIDC_ISSUER.')
    return undefined
  }
  if (!issuer || !audience) {
    problems.push(
      'OIDC_ISSUER belongs together with OIDC_AUDIENCE or OIDC_CLIENT_ID: set both, or none.',
    )
    return undefined
  }
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined
  if (!url || (url.protocol !== 'https:' && !isLoopback(url.hostname))) {
    problems.push(
      'OIDC_ISSUER is not an https address. Write it as the identity provider does, like https://login.example.com/realm.',
    )
  }
  const adminValues = (env['OIDC_ADMIN_VALUES'] ?? '')
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '')
  const roleClaim = env['OIDC_ROLE_CLAIM']?.trim()
  if ((roleClaim === undefined) !== (adminValues.length === 0)) {
    problems.push(
      'OIDC_ROLE_CLAIM and OIDC_ADMIN_VALUES belong together: which claim, and which of its values make an admin.',
    )
  }
  return {
    issuer,
    audience,
    client: clientId ? { id: clientId, secret: env['OIDC_CLIENT_SECRET']?.trim() } : undefined,
    scopes: readScopes(env['OIDC_SCOPES']),
    nameClaim: env['OIDC_NAME_CLAIM']?.trim(),
    roleClaim,
    adminValues,
  }
}

/** `openid` is what makes it a sign-in at all. */
function readScopes(text: string | undefined): string {
  const scopes = (text ?? 'openid profile email').split(/[\s,]+/).filter((scope) => scope !== '')
  return [...new Set(['openid', ...scopes])].join(' ')
}
