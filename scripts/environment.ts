import { randomBytes } from 'node:crypto'
import { parseEnv } from 'node:util'
import { existsSync } from 'node:fs'
import { readTextFile, UnreadableText } from '../packages/service/src/settings/text-file.ts'

export type Environment = Readonly<Record<string, string | undefined>>

const system = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TZ',
  'LANG',
  'LC_ALL',
  'NODE_OPTIONS',
  'NODE_EXTRA_CA_CERTS',
  'NODE_ENV',
]

/**
 * Adds what `.env` says and the environment does not. Throws, naming the file, when it cannot be
 * read: going on without it would be a demo where somebody has put a key.
 */
export function loadEnvFile(path: string): void {
  if (!existsSync(path)) return
  const text = readEnvFile(path)
  for (const line of unreadLines(text)) {
    console.error(`Warning: line ${line} of ${path} is not NAME=value and is passed over.`)
  }
  for (const [name, value] of Object.entries(parseEnv(text))) process.env[name] ??= value
}

function readEnvFile(path: string): string {
  try {
    return readTextFile(path)
  } catch (error) {
    const fault = error instanceof UnreadableText ? error.message : 'cannot be read'
    throw new Error(`${path} ${fault}.`, { cause: error })
  }
}

const quotedValue = /^[ \t]*(?:export[ \t]+)?[\w.-]+[ \t]*=[ \t]*(["'`])[^]*?\1[^\n]*$/gm
const plainLine = /^\s*(?:#.*|(?:export\s+)?[\w.-]+\s*=.*)?$/

/** The numbers of lines that say nothing to a parser, such as `NAME: value`. */
function unreadLines(text: string): number[] {
  const plain = text.replace(quotedValue, (found) => found.replace(/[^\n]/g, ''))
  return plain.split(/\r?\n/).flatMap((line, index) => (plainLine.test(line) ? [] : [index + 1]))
}

/** Access settings, the same for every service. */
const door = ['ALLOWED_HOSTS', 'PUBLIC_URL', 'CORS_ORIGINS', 'ALLOW_ANONYMOUS']
/** How somebody is recognised: for the services that look at credentials. */
const identity = [
  'PROXY_TOKENS',
  'OIDC_ISSUER',
  'OIDC_AUDIENCE',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'OIDC_SCOPES',
  'OIDC_NAME_CLAIM',
  'OIDC_ROLE_CLAIM',
  'OIDC_ADMIN_VALUES',
  'REDIS_URL',
  'RATE_LIMIT_PER_MINUTE',
]

/**
 * Settings that each service may see. The keys go to the proxy and to nobody else. Proxy and tickets API are
 * told where their hop is (the web server, on this machine) and share a secret and a folder.
 */
export function environmentsOf(
  env: Environment,
  stateDir: string,
): Record<'gateway' | 'tickets' | 'web' | 'proxy', Environment> {
  const common = {
    ...pick(env, system),
    LOG_LEVEL: env['LOG_LEVEL'] || (isTrue(env['LOG_PROMPTS']) ? 'info' : 'warn'),
    // Ctrl-C is a person who waits, no balancer.
    SHUTDOWN_GRACE_MS: env['SHUTDOWN_GRACE_MS'] || '0',
  }
  const behindWeb = {
    TRUST_PROXY: 'loopback',
    STATE_DIR: env['STATE_DIR'] || stateDir,
    ...(!env['SESSION_KEY'] &&
      !env['SESSION_KEY_FILE'] && { SESSION_KEY: randomBytes(32).toString('hex') }),
    // A hop in front of the web server speaks for others.
    ...(env['TRUST_PROXY'] && { ASKDESK_EXPOSED: 'true' }),
  }
  return {
    gateway: { ...common, ...pick(env, ['DEMO_PACE', 'DEMO_RECORD']), ...portName('GATEWAY') },
    tickets: {
      ...common,
      ...pickWithFiles(env, [
        ...door,
        ...identity,
        'SESSION_KEY',
        'DATABASE_URL',
        'TICKETS_DATA_DIR',
        'TICKETS_SEED',
        'CURRENT_AGENT',
      ]),
      METRICS_PORT: env['TICKETS_METRICS_PORT'],
      ...portName('TICKETS'),
      ...behindWeb,
    },
    web: {
      ...common,
      ...pickWithFiles(env, [...door, 'TRUST_PROXY', 'BODY_LIMIT_BYTES']),
      METRICS_PORT: env['WEB_METRICS_PORT'],
      ...portName('WEB'),
    },
    proxy: {
      ...env,
      ...common,
      HOST: undefined,
      ...portName('PROXY'),
      ...behindWeb,
    },
  }
}

/** Whether the environment names an upstream: then it is asked, or the proxy says what is missing for that. */
export function hasUpstream(env: Environment): boolean {
  return ['PORTKEY_API_KEY', 'PORTKEY_BASE_URL', 'PORTKEY_CONFIG'].some(
    (name) => env[name] || env[`${name}_FILE`],
  )
}

function isTrue(value: string | undefined): boolean {
  return value === 'true' || value === '1'
}

/** Lets a service that cannot have its port name the launcher's setting for it. */
function portName(service: string): Environment {
  return { ASKDESK_PORT_NAME: `${service}_PORT` }
}

function pick(env: Environment, names: readonly string[]): Environment {
  return Object.fromEntries(names.map((name) => [name, env[name]]))
}

/** Also the `NAME_FILE` of each name. */
function pickWithFiles(env: Environment, names: readonly string[]): Environment {
  return pick(
    env,
    names.flatMap((name) => [name, `${name}_FILE`]),
  )
}
