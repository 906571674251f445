import type { Environment } from './config.ts'

/** Every variable that the proxy reads. */
export const knownNames = [
  'HOST',
  'PORT',
  'LOG_LEVEL',
  'LOG_PROMPTS',
  'ALLOW_ANONYMOUS',
  'ASKDESK_UPSTREAM',
  'PORTKEY_API_KEY',
  'PORTKEY_BASE_URL',
  'PORTKEY_CONFIG',
  'PORTKEY_PROVIDER_AWS',
  'PORTKEY_PROVIDER_OPENAI',
  'PORTKEY_PROVIDER_GROQ',
  'PORTKEY_PROVIDER_OPENROUTER',
  'ANTHROPIC_API_KEY',
  'OPENAI_API_KEY',
  'GROQ_API_KEY',
  'OPENROUTER_API_KEY',
  'ANTHROPIC_BASE_URL',
  'OPENAI_BASE_URL',
  'GROQ_BASE_URL',
  'OPENROUTER_BASE_URL',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_REGION',
  'CATALOGUE_FILE',
  'CORS_ORIGINS',
  'PROXY_TOKENS',
  'OIDC_ISSUER',
  'OIDC_AUDIENCE',
  'TRUST_PROXY',
  'RATE_LIMIT_PER_MINUTE',
  'MAX_RUNS',
  'MAX_RUNS_PER_CLIENT',
  'BODY_LIMIT_BYTES',
  'FINISHED_RUNS_BYTES',
  'MAX_OUTPUT_TOKENS',
  'FIRST_BYTE_TIMEOUT_MS',
  'IDLE_TIMEOUT_MS',
  'STREAM_TIMEOUT_MS',
  'RESUME_WINDOW_MS',
  'DRAIN_TIMEOUT_MS',
  'REDIS_URL',
] as const

/** Names that look like ours: a typo in one of these would otherwise go unnoticed. */
const ours =
  /^(ASKDESK|PORTKEY|PROXY|CORS|CATALOGUE|CATALOG|MAX|BODY|IDLE|FIRST_BYTE|STREAM|RESUME|DRAIN|RATE_LIMIT|REDIS|ALLOW)_/

/** A warning for each variable that is nearly, but not, one of ours. */
export function unknownNames(environment: Environment): string[] {
  const known = new Set<string>(knownNames)
  return Object.keys(environment)
    .filter((name) => !known.has(name) && !known.has(name.replace(/_FILE$/, '')))
    .flatMap((name) => {
      const near = knownNames.find(
        (candidate) => editDistance(candidate, name) <= 2 && candidate.length > 5,
      )
      if (near) return [`${name} is not a setting. Did you mean ${near}?`]
      return ours.test(name) && !ports.test(name)
        ? [`${name} is not a setting of the proxy; it is ignored.`]
        : []
    })
}

/** Settings of the launcher, which hands its whole environment on. */
const ports = /^(PROXY|WEB|TICKETS|GATEWAY)_(PORT|URL)$/

function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= right.length; column += 1) {
      const swap = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1)
      current.push(Math.min(swap, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[right.length] ?? 0
}
