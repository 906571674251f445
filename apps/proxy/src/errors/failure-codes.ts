/** Every kind of failure that is told apart in words. */
export type Meaning =
  | 'budget'
  | 'rate'
  | 'overloaded'
  | 'timeout'
  | 'unreachable'
  | 'key'
  | 'gateway-key'
  | 'gateway-setup'
  | 'blocked'
  | 'region'
  | 'routing'
  | 'no-address'
  | 'no-model'
  | 'retired'
  | 'too-long'
  | 'filtered'
  | 'guardrail'
  | 'invalid'
  | 'empty'
  | 'page'
  | 'failed'

/**
 * Codes and types that providers send for programs to read: those of OpenAI, Anthropic, Groq,
 * OpenRouter, Bedrock and Google, as their references list them. Codes that say no more than the
 * status does (`invalid_request_error`, `not_found_error`, `api_error`, `permission_error`) are left
 * out on purpose, and so are those that one provider uses for two things.
 */
const codes: Partial<Record<Meaning, string>> = {
  budget: `insufficient_quota billing_hard_limit_reached billing_not_active billing_error
    insufficient_credits insufficient_balance insufficient_funds payment_required
    credit_balance_too_low blocked_api_access budget_exceeded usage_limit_reached
    usage_limit_exceeded spend_limit_reached spend_limit_exceeded 402`,
  rate: `rate_limit_error rate_limit_exceeded rate_limit_reached rate_limited too_many_requests
    throttlingexception toomanyrequestsexception servicequotaexceededexception 429`,
  overloaded: `overloaded overloaded_error engine_overloaded engine_overloaded_error
    server_overloaded model_overloaded over_capacity capacity_exceeded service_unavailable
    serviceunavailableexception modelnotreadyexception unavailable 503 529`,
  timeout: `timeout timeout_error request_timeout gateway_timeout deadline_exceeded
    modeltimeoutexception 408 504 524`,
  key: `invalid_api_key authentication_error invalid_authentication unauthenticated
    account_deactivated account_suspended organization_restricted organization_disabled
    invalid_organization unrecognizedclientexception expiredtokenexception
    invalidsignatureexception api_key_invalid 401`,
  region: 'unsupported_country_region_territory unsupported_country unsupported_region',
  'no-model':
    'model_not_found model_not_available model_not_supported unknown_model invalid_model deploymentnotfound',
  retired: 'model_decommissioned model_deprecated model_retired',
  'too-long': `context_length_exceeded context_window_exceeded context_window_exceeded_error
    request_too_large prompt_too_long input_too_long string_above_max_length 413`,
  filtered: `content_filter content_filtered content_policy_violation moderation
    moderation_blocked flagged_input invalid_prompt safety prompt_blocked
    responsibleaipolicyviolation data_inspection_failed`,
  guardrail: 'guardrail_intervened hooks_failed 446',
}

export const codeMeanings: ReadonlyMap<string, Meaning> = invert(codes)

/** The rest: a status by itself. 401, 403, 404 and those below 300 are judged with what was said. */
const statuses: Partial<Record<Meaning, string>> = {
  invalid: '400 409 415 422',
  key: '401 403',
  budget: '402 412',
  timeout: '408 504 522 524',
  'too-long': '413',
  rate: '429',
  overloaded: '503 529',
  unreachable: '520 521 523 525 526 530',
}

export const statusMeanings: ReadonlyMap<number, Meaning> = new Map(
  [...invert(statuses)].map(([status, meaning]) => [Number(status), meaning]),
)

function invert(lists: Partial<Record<Meaning, string>>): Map<string, Meaning> {
  const meanings = new Map<string, Meaning>()
  for (const [meaning, list] of Object.entries(lists)) {
    // Checked by the type of the lists: their keys are meanings.
    for (const word of list.split(/\s+/)) meanings.set(word, meaning as Meaning)
  }
  return meanings
}
