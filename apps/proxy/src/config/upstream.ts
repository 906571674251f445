import { providerIds, type ProviderId } from '@askdesk/contracts'
import type { Environment } from '@askdesk/service'
import { readKey, readUrl } from './setting-values.ts'

/** How one provider is reached through Portkey. */
export type ProviderAccess = {
  readonly configured: boolean
  /** Value of `x-portkey-provider`: a plain name, or `@slug` in Portkey's cloud. */
  readonly portkeyProvider: string
  /** The provider's own key, sent as a bearer token. */
  readonly apiKey: string | undefined
  /** Value of `x-portkey-custom-host`. */
  readonly customHost: string | undefined
  /** Further headers with credentials (Bedrock). */
  readonly headers: Readonly<Record<string, string>>
}

export type Upstream = {
  /** Where requests go, e.g. `https://api.portkey.ai/v1`. */
  readonly baseUrl: URL
  /** Portkey's key. Without it the gateway is one of your own. */
  readonly apiKey: string | undefined
  /** Value of `x-portkey-config`. */
  readonly config: string | undefined
  readonly providers: Readonly<Record<ProviderId, ProviderAccess>>
}

const cloudUrl = 'https://api.portkey.ai/v1'

/** Per provider: the variable that holds its own key, and the name that Portkey knows it by. */
const names: Readonly<
  Record<ProviderId, { readonly prefix: string; readonly portkeyName: string }>
> = {
  aws: { prefix: 'ANTHROPIC', portkeyName: 'anthropic' },
  openai: { prefix: 'OPENAI', portkeyName: 'openai' },
  groq: { prefix: 'GROQ', portkeyName: 'groq' },
  openrouter: { prefix: 'OPENROUTER', portkeyName: 'openrouter' },
}

const bedrockHeaders: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: 'x-portkey-aws-access-key-id',
  AWS_SECRET_ACCESS_KEY: 'x-portkey-aws-secret-access-key',
  AWS_SESSION_TOKEN: 'x-portkey-aws-session-token',
  AWS_REGION: 'x-portkey-aws-region',
}

const upstreamName = /^(?:PORTKEY|ANTHROPIC|OPENAI|GROQ|OPENROUTER|AWS)_/
const keyName = /_(?:API_KEY|CONFIG|ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)$/

/** Whether this variable says how upstream is reached. */
export function isUpstreamName(name: string): boolean {
  return upstreamName.test(name)
}

/** Whether this variable holds something to be rotated, and so is read again when its file changes. */
export function isKeyName(name: string): boolean {
  return upstreamName.test(name) && keyName.test(name)
}

/** Portkey's cloud with one key for all providers, or a gateway of one's own with a key for each. */
export function readUpstream(
  env: Environment,
  problems: string[],
  warnings: string[],
): Upstream | undefined {
  const baseUrl = readUrl(env, 'PORTKEY_BASE_URL', cloudUrl, problems, warnings)
  const apiKey = readKey(env, 'PORTKEY_API_KEY', problems)
  const config = readGatewayConfig(env, problems)
  // The cloud keeps keys of its own; a configuration in full holds them, too.
  const hasKeys = Boolean(apiKey) || Boolean(config?.startsWith('{'))
  const read = (id: ProviderId): ProviderAccess => {
    const provider = readProvider(id, env, apiKey, problems, warnings)
    return { ...provider, configured: hasKeys || provider.configured }
  }
  const providers = {
    aws: read('aws'),
    openai: read('openai'),
    groq: read('groq'),
    openrouter: read('openrouter'),
  }
  if (config && !config.startsWith('{') && !apiKey) {
    problems.push(
      'PORTKEY_CONFIG is the id of a configuration, which only Portkey’s cloud knows: set PORTKEY_API_KEY, or give the configuration itself as JSON.',
    )
  }
  const anyConfigured = providerIds.some((id) => providers[id].configured)
  if (!apiKey && !env['PORTKEY_BASE_URL']) {
    problems.push(
      'PORTKEY_API_KEY is missing: set it to use Portkey’s cloud. For a gateway of your own set PORTKEY_BASE_URL and at least one of ANTHROPIC_API_KEY, OPENAI_API_KEY, GROQ_API_KEY, OPENROUTER_API_KEY instead.',
    )
  } else if (!anyConfigured) {
    problems.push(
      'No provider can be used: PORTKEY_BASE_URL is set without PORTKEY_API_KEY, so set at least one of ANTHROPIC_API_KEY, OPENAI_API_KEY, GROQ_API_KEY, OPENROUTER_API_KEY, or give PORTKEY_CONFIG as JSON with keys in it.',
    )
  }
  return baseUrl && { baseUrl, apiKey, config, providers }
}

function readProvider(
  id: ProviderId,
  env: Environment,
  portkeyKey: string | undefined,
  problems: string[],
  warnings: string[],
): ProviderAccess {
  const { prefix, portkeyName } = names[id]
  const variable = `PORTKEY_PROVIDER_${id.toUpperCase()}`
  const apiKey = readKey(env, `${prefix}_API_KEY`, problems)
  const chosen = env[variable]?.trim() || undefined
  if (chosen && !/^@?[\w./-]+$/.test(chosen)) {
    problems.push(
      `${variable}: use a provider name such as ${portkeyName}, or a slug such as @${portkeyName}-prod.`,
    )
  }
  if (chosen?.startsWith('@') && !portkeyKey) {
    problems.push(
      `${variable} is a slug, which only Portkey’s cloud knows: set PORTKEY_API_KEY, or use a plain name such as ${portkeyName}.`,
    )
  }
  // In the cloud a provider without a key of its own is a saved one, reached by its slug.
  const portkeyProvider = chosen ?? (portkeyKey && !apiKey ? `@${portkeyName}` : portkeyName)
  const customHost = readUrl(env, `${prefix}_BASE_URL`, undefined, problems, warnings)
  const headers = portkeyProvider === 'bedrock' ? readBedrock(env, problems) : {}
  return {
    configured: Boolean(apiKey) || Object.keys(headers).length > 0,
    portkeyProvider,
    apiKey: portkeyProvider.startsWith('@') ? undefined : apiKey,
    customHost: customHost && baseOf(customHost, id),
    headers,
  }
}

/** The address that Portkey puts its own path behind; of OpenRouter's that path begins with the version. */
function baseOf(url: URL, id: ProviderId): string {
  const text = url.href.replace(/\/$/, '')
  return id === 'openrouter' ? text.replace(/\/v1$/, '') : text
}

function readBedrock(env: Environment, problems: string[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [variable, header] of Object.entries(bedrockHeaders)) {
    const value = env[variable]
    if (value) headers[header] = value
    else if (variable !== 'AWS_SESSION_TOKEN')
      problems.push(`${variable} is missing: PORTKEY_PROVIDER_AWS=bedrock needs it.`)
  }
  return headers
}

/** The id of a stored configuration, or one as JSON: that is sent in a header, so on one line and in ASCII. */
function readGatewayConfig(env: Environment, problems: string[]): string | undefined {
  const value = env['PORTKEY_CONFIG']?.trim()
  if (!value) return undefined
  if (!value.startsWith('{')) {
    if (/[^\x21-\x7e]/.test(value))
      problems.push('PORTKEY_CONFIG holds characters that no id has. Give an id, or JSON.')
    return value
  }
  try {
    return JSON.stringify(JSON.parse(value)).replace(
      /[^\x20-\x7e]/g,
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
  } catch {
    problems.push('PORTKEY_CONFIG begins like JSON and is none. Look for a missing quote or comma.')
    return undefined
  }
}
