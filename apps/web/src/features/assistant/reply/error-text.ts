import { isErrorCode, type ApiError, type ErrorCode } from '@askdesk/contracts'

/** A heading for each way to fail: what happened, before the sentence that says more. */
const titles: Readonly<Record<ErrorCode, (provider: string) => string>> = {
  invalid_request: () => 'The question was not accepted',
  unknown_provider: () => 'This provider is not known any more',
  unknown_model: () => 'This model is not known any more',
  model_retired: () => 'This model was shut down',
  not_configured: (provider) => `${provider} is not set up`,
  unauthorized: () => 'You were not signed in',
  forbidden_origin: () => 'This page may not ask',
  key_rejected: (provider) => `${provider} refused our key`,
  rate_limited: (provider) => `${provider} asks us to wait`,
  budget_exceeded: () => 'The budget is used up',
  context_too_long: (provider) => `Too long for ${provider}`,
  content_filtered: (provider) => `${provider} declined to answer`,
  overloaded: (provider) => `${provider} is overloaded`,
  upstream_timeout: (provider) => `${provider} took too long`,
  upstream_unreachable: (provider) => `${provider} cannot be reached`,
  upstream_error: (provider) => `${provider} failed`,
  interrupted: () => 'The answer was cut off',
  stopped: () => 'The answer was stopped',
  too_many_runs: () => 'Too many answers at once',
  payload_too_large: () => 'Too much to send',
  wrong_host: () => 'This address is not one of Askdesk',
  not_found: () => 'There is no such thing any more',
  conflict: () => 'Somebody was faster',
  unavailable: () => 'A part of Askdesk is away',
  internal: () => 'Something went wrong here',
}

/** Failures that only the chosen provider or model can be at fault for, whoever says so. */
const aboutProvider: ReadonlySet<ErrorCode> = new Set([
  'unknown_provider',
  'unknown_model',
  'model_retired',
  'not_configured',
  'key_rejected',
  'budget_exceeded',
  'context_too_long',
  'content_filtered',
  'upstream_timeout',
  'upstream_unreachable',
  'upstream_error',
  'interrupted',
])

/** The provider that an error is about. Undefined where it is Askdesk's own: another one would not help. */
export function providerAtFault(error: ApiError, asked: string): string | undefined {
  if (error.provider !== undefined || error.type === 'network_error') return error.provider
  return isErrorCode(error.code) && aboutProvider.has(error.code) ? asked : undefined
}

/** @param provider its label; undefined where the error is Askdesk's own */
export function errorTitle(error: ApiError, provider: string | undefined): string {
  // A newer proxy's: shown as what it is.
  if (!isErrorCode(error.code)) return `The answer failed (${error.code})`
  if (provider !== undefined) return titles[error.code](provider)
  if (error.type === 'network_error' && error.code === 'upstream_unreachable')
    return 'No connection'
  if (error.code === 'rate_limited') return 'Too many questions at once'
  return titles[error.code]('Askdesk')
}

/** Ways on for a person whose question was refused: the proxy's own words are for programs. */
export const unauthorizedWords = 'Sign in, then try again. Your question is kept.'

/** `1512` seconds as a person says it: `25 minutes`. */
export function waitWords(seconds: number): string {
  const minutes = Math.round(seconds / 60)
  if (seconds < 90) return `${seconds} s`
  if (minutes < 90) return `${minutes} minutes`
  const hours = Math.round(minutes / 60)
  return hours < 36 ? `${hours} hours` : `${Math.round(seconds / 86_400)} days`
}

/** Whole seconds until asking again makes sense; 0 when it does now. */
export function secondsLeft(
  retryAfterMs: number | undefined,
  failedAt: number,
  now: number,
): number {
  if (retryAfterMs === undefined) return 0
  return Math.max(0, Math.ceil((failedAt + retryAfterMs - now) / 1000))
}
