import { existsSync } from 'node:fs'

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
const providerKeys = [
  'ANTHROPIC_API_KEY',
  'OPENAI_API_KEY',
  'GROQ_API_KEY',
  'OPENROUTER_API_KEY',
  'AWS_ACCESS_KEY_ID',
]

/** Adds what `.env` says and the environment does not. */
export function loadEnvFile(path: string): void {
  if (existsSync(path)) process.loadEnvFile(path)
}

/** What each service may see. The keys go to the proxy and to nobody else. */
export function environmentsOf(
  env: Environment,
): Record<'gateway' | 'tickets' | 'web' | 'proxy', Environment> {
  const common = { ...pick(env, system), LOG_LEVEL: env['LOG_LEVEL'] ?? 'warn' }
  return {
    gateway: { ...common, ...pick(env, ['DEMO_PACE', 'DEMO_RECORD']) },
    tickets: {
      ...common,
      ...pick(env, [
        'DATABASE_URL',
        'DATABASE_URL_FILE',
        'TICKETS_DATA_DIR',
        'TICKETS_SEED',
        'CURRENT_AGENT',
      ]),
    },
    web: { ...common, ...pick(env, ['ALLOWED_HOSTS']) },
    proxy: { ...env, HOST: undefined, LOG_LEVEL: common.LOG_LEVEL },
  }
}

/** Whether the environment names an upstream that can be asked: Portkey by its key, or a gateway with a provider's key. */
export function hasUpstream(env: Environment): boolean {
  const isSet = (name: string): boolean => Boolean(env[name] || env[`${name}_FILE`])
  return isSet('PORTKEY_API_KEY') || (isSet('PORTKEY_BASE_URL') && providerKeys.some(isSet))
}

/** The proxy's environment when the demo gateway stands in for Portkey: another base URL, and keys that open nothing. */
export function demoEnvironment(env: Environment, gatewayUrl: string): Environment {
  const keys = Object.fromEntries(providerKeys.map((name) => [name, undefined]))
  return {
    ...env,
    ...keys,
    ANTHROPIC_API_KEY: 'demo-key-anthropic',
    OPENAI_API_KEY: 'demo-key-openai',
    GROQ_API_KEY: 'demo-key-groq',
    OPENROUTER_API_KEY: 'demo-key-openrouter',
    PORTKEY_BASE_URL: gatewayUrl,
    ASKDESK_UPSTREAM: 'demo',
  }
}

function pick(env: Environment, names: readonly string[]): Environment {
  return Object.fromEntries(names.map((name) => [name, env[name]]))
}
