import { providerIds, type UpstreamKind } from '@askdesk/contracts'
import type { Catalogue } from '@askdesk/providers'
import { readAccess, type AccessSettings } from './config-access.ts'
import { readCatalogue } from './config-catalogue.ts'
import { unknownNames } from './config-names.ts'
import { plainSchema, type PlainSettings } from './config-plain.ts'
import { readRedisUrl, secretsOfRedisUrl } from './config-redis.ts'
import { isLoopback, readUpstream, type Upstream } from './config-upstream.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export type Limits = {
  readonly bodyLimitBytes: number
  /** Memory for finished replies that can still be read, all together. */
  readonly finishedRunsBytes: number
  readonly maxOutputTokens: number
  /** Questions a minute from one client; 0 is no limit. */
  readonly requestsPerMinute: number
  readonly maxRuns: number
  /** Replies at once for one client; 0 is no limit. */
  readonly maxRunsPerClient: number
}

/** All in milliseconds. */
export type Timeouts = {
  readonly firstByte: number
  readonly idle: number
  readonly wholeStream: number
  readonly resumeWindow: number
  readonly drain: number
}

export type Config = AccessSettings & {
  readonly host: string
  readonly port: number
  readonly logLevel: string
  readonly logPrompts: boolean
  readonly upstreamKind: UpstreamKind
  readonly upstream: Upstream
  readonly catalogue: Catalogue
  /** Where replicas share their runs; undefined for a proxy that is alone. */
  readonly redisUrl: string | undefined
  readonly limits: Limits
  readonly timeouts: Timeouts
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] }

export type ReadFile = (path: string) => string

/** What a client may do where others can reach the proxy. On this machine alone there is no limit. */
const openLimits = { requestsPerMinute: 120, maxRunsPerClient: 20 }

/**
 * Reads the whole environment once. Every problem is found and named before any is reported; a
 * value is never repeated in a message, as it may be a secret in the wrong place.
 *
 * `NAME_FILE` holds the path of a file with the value of `NAME`, for container secrets.
 */
export function readConfig(environment: Environment, readFile: ReadFile): ConfigResult {
  const problems: string[] = []
  const warnings: string[] = []
  const env = withSecretFiles(environment, readFile, problems)
  const plain = plainSchema.safeParse(withoutEmpty(env))
  for (const issue of plain.error?.issues ?? [])
    problems.push(`${issue.path.join('.')}: ${issue.message}.`)
  const upstream = readUpstream(env, problems, warnings)
  const catalogue = readCatalogue(env, readFile, problems)
  const access = readAccess(env, problems, warnings)
  const redisUrl = readRedisUrl(env, problems, warnings)
  if (plain.data) refuseOpenRelay(plain.data, access, problems)
  if (!plain.data || !upstream || !catalogue || problems.length > 0) return { ok: false, problems }
  return {
    ok: true,
    warnings: [...warnings, ...unknownNames(environment)],
    config: {
      ...access,
      upstream,
      catalogue,
      redisUrl,
      host: plain.data.HOST,
      port: plain.data.PORT,
      logLevel: plain.data.LOG_LEVEL,
      logPrompts: plain.data.LOG_PROMPTS,
      upstreamKind: plain.data.ASKDESK_UPSTREAM ?? (upstream.apiKey ? 'portkey' : 'self-hosted'),
      limits: limitsOf(plain.data),
      timeouts: timeoutsOf(plain.data),
    },
  }
}

/** Every secret that must never leave this process in an answer or a log line. */
export function secretsOf({ upstream, tokens, redisUrl }: Config): string[] {
  const perProvider = providerIds.flatMap((id) => {
    const { apiKey, headers } = upstream.providers[id]
    return [apiKey, ...Object.values(headers)]
  })
  const secrets = [upstream.apiKey, ...perProvider, ...tokens, ...secretsOfRedisUrl(redisUrl)]
  return secrets.flatMap((value) => (value && value.length >= 8 ? [value] : []))
}

function refuseOpenRelay(plain: PlainSettings, access: AccessSettings, problems: string[]): void {
  const knowsCallers = access.tokens.length > 0 || access.oidc !== undefined
  if (isLoopback(plain.HOST) || knowsCallers || plain.ALLOW_ANONYMOUS) return
  problems.push(
    `HOST is ${plain.HOST}, so others can reach this proxy and spend on its key. Set PROXY_TOKENS, or OIDC_ISSUER and OIDC_AUDIENCE, or ALLOW_ANONYMOUS=true if that is meant.`,
  )
}

function limitsOf(plain: PlainSettings): Limits {
  const fallback = isLoopback(plain.HOST)
    ? { requestsPerMinute: 0, maxRunsPerClient: 0 }
    : openLimits
  return {
    bodyLimitBytes: plain.BODY_LIMIT_BYTES,
    finishedRunsBytes: plain.FINISHED_RUNS_BYTES,
    maxOutputTokens: plain.MAX_OUTPUT_TOKENS,
    requestsPerMinute: plain.RATE_LIMIT_PER_MINUTE ?? fallback.requestsPerMinute,
    maxRuns: plain.MAX_RUNS,
    maxRunsPerClient: plain.MAX_RUNS_PER_CLIENT ?? fallback.maxRunsPerClient,
  }
}

function timeoutsOf(plain: PlainSettings): Timeouts {
  return {
    firstByte: plain.FIRST_BYTE_TIMEOUT_MS,
    idle: plain.IDLE_TIMEOUT_MS,
    wholeStream: plain.STREAM_TIMEOUT_MS,
    resumeWindow: plain.RESUME_WINDOW_MS,
    drain: plain.DRAIN_TIMEOUT_MS,
  }
}

function withSecretFiles(
  environment: Environment,
  readFile: ReadFile,
  problems: string[],
): Environment {
  const env: Record<string, string | undefined> = { ...environment }
  for (const [name, path] of Object.entries(environment)) {
    const target = /^([A-Z_]+(?:_KEY|_KEY_ID|_TOKEN|_TOKENS|_URL))_FILE$/.exec(name)?.[1]
    if (!target || !path) continue
    if (environment[target]) problems.push(`${target} and ${name} are both set. Keep one.`)
    try {
      env[target] = readFile(path).trim()
    } catch {
      problems.push(`${name}: the file it names cannot be read.`)
    }
  }
  return env
}

/** An empty variable counts as not set, as in `NAME=` of an env file. */
function withoutEmpty(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
}
