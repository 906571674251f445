import { cutCharacters } from '../well-formed.ts'
import { parseTokens, type Token } from '../access/tokens.ts'
import { faultOfNetwork, isLoopback } from './addresses.ts'
import { list, type Environment } from './environment.ts'
import { readGrace } from './grace.ts'
import { readOidc, type OidcSettings } from './oidc.ts'

export type ServiceName = 'web' | 'proxy' | 'tickets'

/** Access settings of a service: callers, origins, identities. */
export type AccessSettings = {
  readonly service: ServiceName
  readonly host: string
  /** Host names that the service answers to, besides those of this machine. Lower case, no port. */
  readonly allowedHosts: readonly string[]
  /** Where people reach the page, when the operator says so. */
  readonly publicUrl: URL | undefined
  /** Exact origins of other pages that may call. */
  readonly corsOrigins: readonly string[]
  /** Hops whose `X-Forwarded-*` are believed; `any` believes the nearest one, whoever it is. */
  readonly trustProxy: readonly string[] | 'any'
  readonly tokens: readonly Token[]
  /** The file that tokens came from; read again when it changes. */
  readonly tokensFile: string | undefined
  readonly oidc: OidcSettings | undefined
  /** Somebody has to say who they are. Fixed at the start: a file that runs empty opens nothing. */
  readonly required: boolean
  readonly allowAnonymous: boolean
  /** Others than this machine's users can reach the service, directly or through what is in front. */
  readonly isExposed: boolean
  /** Where sessions are kept when there is no Redis. */
  readonly stateDir: string | undefined
  readonly redisUrl: string | undefined
  /** A secret that proxy and tickets API share, for calls between them. */
  readonly sessionKey: string | undefined
  /** How long a service that was told to stop stays open, for a balancer to notice; milliseconds. */
  readonly graceMs: number
  /** The setting that says which port this service listens on. */
  readonly portName: string
}

/** Variables that {@link readAccess} reads. */
export const accessNames = [
  'HOST',
  'ALLOWED_HOSTS',
  'PUBLIC_URL',
  'CORS_ORIGINS',
  'TRUST_PROXY',
  'PROXY_TOKENS',
  'OIDC_ISSUER',
  'OIDC_AUDIENCE',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'OIDC_SCOPES',
  'OIDC_NAME_CLAIM',
  'OIDC_ROLE_CLAIM',
  'OIDC_ADMIN_VALUES',
  'ALLOW_ANONYMOUS',
  'ASKDESK_EXPOSED',
  'ASKDESK_PORT_NAME',
  'SHUTDOWN_GRACE_MS',
  'STATE_DIR',
  'REDIS_URL',
  'SESSION_KEY',
  'RATE_LIMIT_PER_MINUTE',
] as const

/** Shorter tokens can be guessed; off this machine they are refused. */
const tokenLength = 24
const sessionKeyLength = 32

/**
 * Reads what says who may come in, and refuses to open a door by accident: where others can reach
 * the service, a way to sign in or an explicit `ALLOW_ANONYMOUS=true` is wanted. The web server has
 * no door of its own; it looks at the services behind it instead, when it starts.
 */
export function readAccess(
  env: Environment,
  service: ServiceName,
  problems: string[],
  warnings: string[],
): AccessSettings {
  const host = env['HOST']?.trim() ?? '127.0.0.1'
  const publicUrl = readPublicUrl(env, problems)
  const allowedHosts = list(env['ALLOWED_HOSTS']).map((entry) => readHost(entry, problems))
  const trustProxy = readTrust(env, service, problems)
  const tokens = parseTokens(env['PROXY_TOKENS'] ?? '', problems)
  const oidc = readOidc(env, problems)
  const required = tokens.length > 0 || oidc !== undefined || env['PROXY_TOKENS_FILE'] !== undefined
  const allowAnonymous = readFlag(env, 'ALLOW_ANONYMOUS', problems)
  const isExposed =
    !isLoopback(host) ||
    publicName(publicUrl, allowedHosts) !== undefined ||
    (service === 'web' && trustProxy.length > 0) ||
    readFlag(env, 'ASKDESK_EXPOSED', problems)
  if (service !== 'web' && isExposed && !required && !allowAnonymous) {
    problems.push(openDoor(service, host))
  }
  const name = publicName(publicUrl, allowedHosts)
  if (service !== 'web' && allowAnonymous && !required && name !== undefined) {
    warnings.push(
      `ALLOW_ANONYMOUS is true, and people reach the page as ${name}: whoever gets there can ${harmOf(service)}. Set PROXY_TOKENS or OIDC_ISSUER, and ALLOW_ANONYMOUS=false, unless that is meant.`,
    )
  }
  judgeTokens(tokens, isExposed, problems, warnings)
  const sessionKey = env['SESSION_KEY']?.trim()
  if (sessionKey !== undefined && sessionKey.length < sessionKeyLength) {
    problems.push(
      `SESSION_KEY has fewer than ${sessionKeyLength} characters. Use a long random one.`,
    )
  }
  return {
    service,
    host,
    allowedHosts,
    publicUrl,
    corsOrigins: list(env['CORS_ORIGINS']).map((entry) => readOrigin(entry, problems)),
    trustProxy,
    tokens,
    tokensFile: env['PROXY_TOKENS_FILE'],
    oidc,
    required,
    allowAnonymous,
    isExposed,
    stateDir: env['STATE_DIR'],
    redisUrl: env['REDIS_URL']?.trim(),
    sessionKey,
    graceMs: readGrace(env, isExposed, problems),
    portName: env['ASKDESK_PORT_NAME'] ?? 'PORT',
  }
}

/** The name by which others reach the page, if the settings tell one. */
function publicName(
  publicUrl: URL | undefined,
  allowedHosts: readonly string[],
): string | undefined {
  return [publicUrl?.hostname ?? '', ...allowedHosts].find(
    (name) => name !== '' && !isLoopback(name),
  )
}

function harmOf(service: ServiceName): string {
  return service === 'proxy' ? 'spend on its key' : 'read and change every ticket'
}

function openDoor(service: ServiceName, host: string): string {
  const why = isLoopback(host)
    ? 'ALLOWED_HOSTS or PUBLIC_URL says that others reach the page'
    : `HOST is ${host}`
  return `${why}, so others can reach this service and ${harmOf(service)}. Set PROXY_TOKENS, or OIDC_ISSUER and OIDC_AUDIENCE, or ALLOW_ANONYMOUS=true if that is meant.`
}

function judgeTokens(
  tokens: readonly Token[],
  isExposed: boolean,
  problems: string[],
  warnings: string[],
): void {
  const short = tokens.filter((token) => token.length < tokenLength).length
  if (short === 0) return
  const words = `PROXY_TOKENS holds ${short === 1 ? 'a token' : `${short} tokens`} of fewer than ${tokenLength} characters, which can be guessed. Use long random ones, such as \`openssl rand -hex 24\` makes.`
  if (isExposed) problems.push(words)
  else warnings.push(words)
}

function readPublicUrl(env: Environment, problems: string[]): URL | undefined {
  const text = env['PUBLIC_URL']?.trim()
  if (text === undefined) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    url.pathname !== '/' ||
    url.search ||
    url.username
  ) {
    problems.push(
      'PUBLIC_URL is not the address of the page. Write it like https://desk.example.com, without a path.',
    )
    return undefined
  }
  return url
}

function readHost(entry: string, problems: string[]): string {
  const address = `http://${entry}`
  const url = !/[/@*\s]/.test(entry) && URL.canParse(address) ? new URL(address) : undefined
  if (!url) {
    problems.push(
      `ALLOWED_HOSTS: “${cutCharacters(entry, 60)}” is not a host name. Write names like desk.example.com, separated by commas; * is not accepted.`,
    )
  }
  return url?.hostname ?? ''
}

function readTrust(
  env: Environment,
  service: ServiceName,
  problems: string[],
): readonly string[] | 'any' {
  const entries = list(env['TRUST_PROXY'])
  if (entries.length === 1 && entries[0] === 'false') return []
  if (entries.length === 1 && entries[0] === 'true') {
    if (service === 'web') return 'any'
    problems.push(
      'TRUST_PROXY: “true” would believe everybody. Name the addresses of the hops in front, such as loopback or 10.0.0.0/8.',
    )
    return []
  }
  return entries.filter((entry) => {
    const fault = faultOfNetwork(entry)
    if (fault !== undefined) {
      problems.push(
        `TRUST_PROXY: “${cutCharacters(entry, 60)}” ${fault}. Use addresses or networks such as 10.0.0.0/8, or loopback, linklocal, uniquelocal.`,
      )
    }
    return fault === undefined
  })
}

function readOrigin(entry: string, problems: string[]): string {
  const origin = URL.canParse(entry) ? new URL(entry).origin : 'null'
  if (origin === 'null' || origin !== entry.replace(/\/$/, '')) {
    problems.push(
      `CORS_ORIGINS: “${cutCharacters(entry, 60)}” is not an origin. Write it like https://desk.example.com, without a path; * is not accepted.`,
    )
  }
  return origin
}

function readFlag(env: Environment, name: string, problems: string[]): boolean {
  const value = env[name]?.trim() ?? 'false'
  if (!['true', 'false', '1', '0'].includes(value)) problems.push(`${name} must be true or false.`)
  return value === 'true' || value === '1'
}
