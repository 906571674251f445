import { isIP } from 'node:net'
import type { OidcSettings } from './access/oidc.ts'
import type { Environment } from './config.ts'
import { isLoopback } from './config-upstream.ts'

/** Who may use the proxy, and from where. */
export type AccessSettings = {
  /** Exact origins of other pages that may call. */
  readonly corsOrigins: readonly string[]
  readonly tokens: readonly string[]
  readonly oidc: OidcSettings | undefined
  /** Addresses of proxies whose `X-Forwarded-For` is believed. */
  readonly trustProxy: readonly string[]
}

/** Shorter than this can be guessed. */
const tokenLength = 16

export function readAccess(
  env: Environment,
  problems: string[],
  warnings: string[],
): AccessSettings {
  const tokens = list(env['PROXY_TOKENS'])
  if (tokens.some((token) => token.length < tokenLength)) {
    warnings.push(
      `PROXY_TOKENS holds a token of fewer than ${tokenLength} characters, which can be guessed. Use long random ones.`,
    )
  }
  if (tokens.some((token) => /[^\x21-\x7e]/.test(token))) {
    problems.push(
      'PROXY_TOKENS: a token holds spaces or characters that cannot stand in a header. Separate tokens by commas.',
    )
  }
  return {
    tokens,
    oidc: readOidc(env, problems),
    corsOrigins: list(env['CORS_ORIGINS']).map((entry) => readOrigin(entry, problems)),
    trustProxy: list(env['TRUST_PROXY']).filter((entry) => isAddress(entry, problems)),
  }
}

function readOidc(env: Environment, problems: string[]): OidcSettings | undefined {
  const issuer = env['OIDC_ISSUER']?.trim()
  const audience = env['OIDC_AUDIENCE']?.trim()
  if (!issuer && !audience) return undefined
  if (!issuer || !audience) {
    problems.push('OIDC_ISSUER and OIDC_AUDIENCE belong together: set both, or none.')
    return undefined
  }
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined
  if (!url || (url.protocol !== 'https:' && !isLoopback(url.hostname))) {
    problems.push(
      'OIDC_ISSUER is not an https address. Write it as the identity provider does, like https://login.example.com/realm.',
    )
  }
  return { issuer, audience }
}

function readOrigin(entry: string, problems: string[]): string {
  const origin = URL.canParse(entry) ? new URL(entry).origin : 'null'
  if (origin === 'null' || origin !== entry.replace(/\/$/, '')) {
    problems.push(
      `CORS_ORIGINS: “${entry}” is not an origin. Write it like https://desk.example.com, without a path; * is not accepted.`,
    )
  }
  return origin
}

function isAddress(entry: string, problems: string[]): boolean {
  const [address = '', bits] = entry.split('/')
  const isGood =
    ['loopback', 'linklocal', 'uniquelocal'].includes(entry) ||
    (isIP(address) !== 0 && /^\d{0,3}$/.test(bits ?? ''))
  if (!isGood)
    problems.push(
      `TRUST_PROXY: “${entry}” is not an address. Use addresses or networks such as 10.0.0.0/8, or loopback.`,
    )
  return isGood
}

function list(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}
