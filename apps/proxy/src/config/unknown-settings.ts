import { accessNames, type Known } from '@askdesk/service'
import { egressNames } from './egress.ts'

/** Every variable that the proxy reads. */
export const knownNames = [
  ...accessNames,
  'PORT',
  'LOG_LEVEL',
  'LOG_PROMPTS',
  'ASKDESK_UPSTREAM',
  'DEMO_GATEWAY_URL',
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
  'MAX_RUNS',
  'MAX_RUNS_PER_CLIENT',
  'BODY_LIMIT_BYTES',
  'FINISHED_RUNS_BYTES',
  'MAX_OUTPUT_TOKENS',
  'MAX_OUTPUT_TOKENS_V1',
  'FIRST_BYTE_TIMEOUT_MS',
  'IDLE_TIMEOUT_MS',
  'STREAM_TIMEOUT_MS',
  'RESUME_WINDOW_MS',
  'DRAIN_TIMEOUT_MS',
  'METRICS_PORT',
  'BUDGETS_FILE',
  'TICKETS_URL',
  ...egressNames,
] as const

/** The proxy's names, and the ones that look like them: a typo in one of these would otherwise go unnoticed. */
export const known: Known = {
  names: knownNames,
  service: 'the proxy',
  ours: /^(ASKDESK|PORTKEY|PROXY|CORS|CATALOGUE|CATALOG|MAX|BODY|IDLE|FIRST_BYTE|STREAM|RESUME|DRAIN|RATE_LIMIT|REDIS|ALLOW|OIDC|BUDGET)_/,
  // Settings of the launcher, which hands its whole environment on.
  passedOn: /^(PROXY|WEB|TICKETS|GATEWAY)_(PORT|URL|METRICS_PORT)$/,
}
