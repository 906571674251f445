import { isLoopback, type Environment } from '@askdesk/service'

/** A key, or undefined; says what is wrong with it, never what it is. */
export function readKey(env: Environment, name: string, problems: string[]): string | undefined {
  const value = env[name]?.trim()
  if (!value) return undefined
  if (/\s|[^\x21-\x7e]/.test(value))
    problems.push(`${name} holds spaces or characters that no key has. Copy it again.`)
  if (/^(your|change|replace|insert|<|xxx)/i.test(value))
    problems.push(`${name} still holds a placeholder. Put the real key there.`)
  return value
}

/** The address of a gateway or a provider, without the path of its one call. */
export function readUrl(
  env: Environment,
  name: string,
  fallback: string | undefined,
  problems: string[],
  warnings: string[],
): URL | undefined {
  const value = env[name]?.trim() || fallback
  if (value === undefined) return undefined
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
    problems.push(`${name} is not a web address. Write it like https://gateway.example.com/v1.`)
    return undefined
  }
  const url = new URL(value)
  if (url.username || url.password)
    problems.push(`${name} holds a user name or password. Use the key variables for credentials.`)
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && !env['ASKDESK_UPSTREAM']) {
    warnings.push(
      `${name} uses plain http to ${url.hostname}: the key travels unencrypted. Use https outside a private network.`,
    )
  }
  // An address is often copied with the path of its one call.
  url.pathname = url.pathname.replace(/\/chat\/completions\/?$/, '') || '/'
  if (name === 'PORTKEY_BASE_URL' && url.pathname === '/') url.pathname = '/v1'
  return url
}
