import { isLoopback, type Environment } from '@askdesk/service'

/** The address of the Redis or Valkey that replicas share, or undefined: then this process is alone. */
export function readRedisUrl(
  env: Environment,
  problems: string[],
  warnings: string[],
): string | undefined {
  const value = env['REDIS_URL']?.trim()
  if (!value) return undefined
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (!url || !/^rediss?:$/.test(url.protocol) || !url.hostname) {
    problems.push(
      'REDIS_URL is not the address of a Redis server. Write it like redis://:password@host:6379/0, or rediss:// for TLS.',
    )
    return undefined
  }
  if (decoded(url.password) === undefined || decoded(url.username) === undefined) {
    problems.push('REDIS_URL: a % in the name or password is written %25.')
  }
  if (!/^(?:\/\d{0,4})?$/.test(url.pathname)) {
    problems.push(
      'REDIS_URL: what follows the host is the number of a database, as in redis://host:6379/0.',
    )
  }
  if (url.protocol === 'redis:' && !isLoopback(url.hostname)) {
    warnings.push(
      `REDIS_URL is not encrypted on its way to ${url.hostname}, and replies pass through it. Use rediss:// outside a private network.`,
    )
  }
  return value
}

/** Secret parts of the address. */
export function secretsOfRedisUrl(url: string | undefined): string[] {
  const password = url && decoded(new URL(url).password)
  return password ? [password] : []
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
