import { join } from 'node:path'
import type { UpstreamKind } from '@askdesk/contracts'
import type { Catalogue } from '@askdesk/providers'
import {
  readAccess,
  unknownNames,
  withFiles,
  type AccessSettings,
  type Environment,
  type ReadFile,
} from '@askdesk/service'
import { readBudgetFile } from '../budgets/budget-file.ts'
import type { Budget } from '../budgets/read-budgets.ts'
import { readCatalogue } from './catalogue-file.ts'
import { readEgress, secretsOfEgress, type Egress } from './egress.ts'
import { withDemo } from './demo-upstream.ts'
import { known } from './unknown-settings.ts'
import { plainSchema, type PlainSettings } from './settings-schema.ts'
import { readRedisUrl, secretsOfRedisUrl } from './redis-settings.ts'
import { secretsOfUpstream, worthMasking } from './secrets.ts'
import { sha256 } from './sha256.ts'
import { isKeyName, isUpstreamName, readUpstream, type Upstream } from './upstream.ts'
import type { UpstreamSource } from './upstream-keys.ts'

export type Limits = {
  readonly bodyLimitBytes: number
  /** Memory for finished replies that can still be read, all together. */
  readonly finishedRunsBytes: number
  readonly maxOutputTokens: number
  /** The same for answers of `/v1`, whose clients ask for code and documents. */
  readonly maxOutputTokensV1: number
  /** Requests a minute from one client; 0 is no limit, undefined the default where others can reach the proxy. */
  readonly requestsPerMinute: number | undefined
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

export type Config = {
  readonly access: AccessSettings
  readonly port: number
  /** A port of its own for `/metrics`. */
  readonly metricsPort: number | undefined
  /** The tickets API, which keeps the ledger. */
  readonly ticketsUrl: URL | undefined
  readonly budgetsFile: string | undefined
  /** The file's content at the start. */
  readonly budgets: readonly Budget[]
  /** Where the proxy keeps its own ledger, or what the tickets API does not take. */
  readonly ledgerFolder: string
  readonly logLevel: string
  readonly logPrompts: boolean
  readonly upstreamKind: UpstreamKind
  /** As it is now: its keys change with their files. */
  readonly upstream: Upstream
  readonly upstreamSource: UpstreamSource
  /** The network's own proxy on the way to upstream. */
  readonly egress: Egress | undefined
  readonly catalogue: Catalogue
  readonly limits: Limits
  readonly timeouts: Timeouts
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] }

/** Replies at once for one client where others can reach the proxy. On this machine alone there is no limit. */
const openRuns = 20

/**
 * Reads the whole environment once. Every problem is found and named before any is reported; a
 * value is never repeated in a message, as it may be a secret in the wrong place.
 *
 * `NAME_FILE` holds the path of a file with the value of `NAME`, for container secrets.
 */
export function readConfig(environment: Environment, readFile: ReadFile): ConfigResult {
  const problems: string[] = []
  const warnings: string[] = []
  const env = withDemo(withFiles(environment, known, readFile, problems), warnings)
  const plain = plainSchema.safeParse(env)
  for (const issue of plain.error?.issues ?? [])
    problems.push(`${issue.path.join('.')}: ${issue.message}.`)
  const upstream = readUpstream(env, problems, warnings)
  const egress = readEgress(env, upstream?.baseUrl, problems)
  const catalogue = readCatalogue(env, readFile, problems)
  const access = readAccess(env, 'proxy', problems, warnings)
  readRedisUrl(env, problems, warnings)
  const budgets = readBudgetFile(env['BUDGETS_FILE']?.trim(), problems, readFile)
  if (plain.data?.LOG_PROMPTS && !['info', 'debug', 'trace'].includes(plain.data.LOG_LEVEL)) {
    warnings.push(
      `LOG_PROMPTS is true, and LOG_LEVEL=${plain.data.LOG_LEVEL} leaves out the lines that hold them. Set LOG_LEVEL=info.`,
    )
  }
  const hints = unknownNames(environment, known)
  if (!plain.data || !upstream || !catalogue || problems.length > 0) {
    return { ok: false, problems: [...problems, ...hints] }
  }
  return {
    ok: true,
    warnings: [...warnings, ...hints],
    config: {
      access,
      upstream,
      upstreamSource: upstreamSourceOf(env),
      egress,
      catalogue,
      port: plain.data.PORT,
      metricsPort: plain.data.METRICS_PORT,
      ticketsUrl:
        plain.data.TICKETS_URL === undefined ? undefined : new URL(plain.data.TICKETS_URL),
      budgetsFile: plain.data.BUDGETS_FILE?.trim(),
      budgets,
      ledgerFolder: ledgerFolderOf(access, upstream, plain.data),
      logLevel: plain.data.LOG_LEVEL,
      logPrompts: plain.data.LOG_PROMPTS,
      upstreamKind: plain.data.ASKDESK_UPSTREAM ?? (upstream.apiKey ? 'portkey' : 'self-hosted'),
      limits: limitsOf(plain.data, access),
      timeouts: timeoutsOf(plain.data),
    },
  }
}

/** Every secret that must never leave this process in an answer or a log line. */
export function secretsOf({ upstream, access, egress }: Config): string[] {
  const others = [
    ...access.tokens.map((token) => token.secret),
    access.oidc?.client?.secret,
    access.sessionKey,
    ...secretsOfEgress(egress),
    ...secretsOfRedisUrl(access.redisUrl),
  ]
  return [...new Set([...secretsOfUpstream(upstream), ...worthMasking(others)])]
}

/** Says where upstream's settings came from. `withFiles` has put the content of each file beside its path. */
function upstreamSourceOf(env: Environment): UpstreamSource {
  const names = Object.keys(env).filter(isUpstreamName)
  return {
    env: Object.fromEntries(names.map((name) => [name, env[name]])),
    files: Object.fromEntries(
      names.filter(isKeyName).flatMap((name) => {
        const path = env[`${name}_FILE`]
        return path === undefined ? [] : [[name, path]]
      }),
    ),
  }
}

/**
 * `STATE_DIR`, else a folder below the one that we were started in, with a name that other proxies
 * started there do not share unless they are the same one again.
 */
function ledgerFolderOf(access: AccessSettings, upstream: Upstream, plain: PlainSettings): string {
  if (access.stateDir) return access.stateDir
  const identity = [
    access.host,
    plain.PORT,
    upstream.baseUrl.href,
    plain.BUDGETS_FILE,
    access.redisUrl,
    ...access.tokens.map(({ secret }) => secret),
  ]
  return join('.data', 'state', sha256(JSON.stringify(identity)).toString('hex', 0, 4))
}

function limitsOf(plain: PlainSettings, { isExposed }: AccessSettings): Limits {
  return {
    bodyLimitBytes: plain.BODY_LIMIT_BYTES,
    finishedRunsBytes: plain.FINISHED_RUNS_BYTES,
    maxOutputTokens: plain.MAX_OUTPUT_TOKENS,
    maxOutputTokensV1: plain.MAX_OUTPUT_TOKENS_V1 ?? plain.MAX_OUTPUT_TOKENS,
    requestsPerMinute: plain.RATE_LIMIT_PER_MINUTE,
    maxRuns: plain.MAX_RUNS,
    maxRunsPerClient: plain.MAX_RUNS_PER_CLIENT ?? (isExposed ? openRuns : 0),
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
