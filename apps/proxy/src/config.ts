import { providerIds, type ProviderId, type UpstreamKind } from '@askdesk/contracts'
import type { Catalogue } from '@askdesk/providers'
import { z } from 'zod'
import { readCatalogue } from './config-catalogue.ts'
import { isLoopback, readUpstream, type Upstream } from './config-upstream.ts'
import { unknownNames } from './config-names.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export type Limits = {
  readonly bodyLimitBytes: number
  readonly maxOutputTokens: number
}

/** All in milliseconds. */
export type Timeouts = {
  readonly firstByte: number
  readonly idle: number
  readonly wholeStream: number
  readonly resumeWindow: number
  readonly drain: number
}

export type Config = {
  readonly host: string
  readonly port: number
  readonly logLevel: string
  readonly logPrompts: boolean
  readonly upstreamKind: UpstreamKind
  readonly upstream: Upstream
  readonly catalogue: Catalogue
  /** Exact origins that may call from another page. */
  readonly corsOrigins: readonly string[]
  readonly tokens: readonly string[]
  readonly limits: Limits
  readonly timeouts: Timeouts
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] }

export type ReadFile = (path: string) => string

const whole = (fallback: number, least: number, most: number) =>
  z.coerce.number().int().min(least).max(most).default(fallback)
const flag = z
  .enum(['true', 'false', '1', '0'])
  .default('false')
  .transform((value) => value === 'true' || value === '1')

const plainSchema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: whole(8788, 0, 65_535),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LOG_PROMPTS: flag,
  ALLOW_ANONYMOUS: flag,
  ASKDESK_UPSTREAM: z.enum(['demo']).optional(),
  BODY_LIMIT_BYTES: whole(1_048_576, 1024, 64 * 1_048_576),
  MAX_OUTPUT_TOKENS: whole(4096, 1, 1_000_000),
  FIRST_BYTE_TIMEOUT_MS: whole(90_000, 10, 3_600_000),
  IDLE_TIMEOUT_MS: whole(60_000, 10, 3_600_000),
  STREAM_TIMEOUT_MS: whole(900_000, 10, 86_400_000),
  RESUME_WINDOW_MS: whole(30_000, 0, 3_600_000),
  DRAIN_TIMEOUT_MS: whole(8000, 0, 600_000),
})

/**
 * Reads the whole environment once. Every problem is found and named before any is reported; a
 * value is never repeated in a message, as it may be a secret in the wrong place.
 *
 * `NAME_FILE` holds the path of a file with the value of `NAME`, for container secrets.
 */
export function readConfig(environment: Environment, readFile: ReadFile): ConfigResult {
  const problems: string[] = []
  const env = withSecretFiles(environment, readFile, problems)
  const plain = plainSchema.safeParse(withoutEmpty(env))
  if (!plain.success) {
    problems.push(...plain.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
  }
  const { upstream, warnings } = readUpstream(env, problems)
  const catalogue = readCatalogue(env, readFile, problems)
  const tokens = list(env['PROXY_TOKENS'])
  for (const token of tokens) {
    if (token.length < 16)
      problems.push('PROXY_TOKENS: a token has fewer than 16 characters. Use long random ones.')
  }
  const corsOrigins = readOrigins(env, problems)
  const settings = plain.data
  if (settings && !isLoopback(settings.HOST) && tokens.length === 0 && !settings.ALLOW_ANONYMOUS) {
    problems.push(
      `HOST is ${settings.HOST}, so others can reach this proxy and spend on its key. Set PROXY_TOKENS, or ALLOW_ANONYMOUS=true if that is meant.`,
    )
  }
  if (!settings || !upstream || !catalogue || problems.length > 0) return { ok: false, problems }
  const kind: UpstreamKind =
    settings.ASKDESK_UPSTREAM ?? (upstream.apiKey ? 'portkey' : 'self-hosted')
  return {
    ok: true,
    warnings: [...warnings, ...unknownNames(environment)],
    config: {
      host: settings.HOST,
      port: settings.PORT,
      logLevel: settings.LOG_LEVEL,
      logPrompts: settings.LOG_PROMPTS,
      upstreamKind: kind,
      upstream,
      catalogue,
      corsOrigins,
      tokens,
      limits: {
        bodyLimitBytes: settings.BODY_LIMIT_BYTES,
        maxOutputTokens: settings.MAX_OUTPUT_TOKENS,
      },
      timeouts: {
        firstByte: settings.FIRST_BYTE_TIMEOUT_MS,
        idle: settings.IDLE_TIMEOUT_MS,
        wholeStream: settings.STREAM_TIMEOUT_MS,
        resumeWindow: settings.RESUME_WINDOW_MS,
        drain: settings.DRAIN_TIMEOUT_MS,
      },
    },
  }
}

/** Every secret that must never leave this process in an answer or a log line. */
export function secretsOf(config: Config): string[] {
  const { upstream, tokens } = config
  const perProvider = providerIds.flatMap((id: ProviderId) => {
    const access = upstream.providers[id]
    return [access.apiKey, ...Object.values(access.headers)]
  })
  return [upstream.apiKey, ...perProvider, ...tokens].filter(
    (value) => value !== undefined && value.length >= 8,
  ) as string[] // filter leaves no undefined
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

function readOrigins(env: Environment, problems: string[]): string[] {
  return list(env['CORS_ORIGINS']).map((entry) => {
    const origin = URL.canParse(entry) ? new URL(entry).origin : 'null'
    if (origin === 'null' || origin !== entry.replace(/\/$/, '')) {
      problems.push(
        `CORS_ORIGINS: “${entry}” is not an origin. Write it like https://desk.example.com, without a path; * is not accepted.`,
      )
    }
    return origin
  })
}

function list(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}

/** An empty variable counts as not set, as in `NAME=` of an env file. */
function withoutEmpty(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
}
