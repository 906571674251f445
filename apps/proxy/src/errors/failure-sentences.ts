import type { ErrorCode } from '@askdesk/contracts'
import type { Meaning } from './failure-codes.ts'

/** Subject of a sentence. */
export type Asked = {
  readonly providerId: string
  readonly label: string
  readonly model: string
  readonly traceId: string
}

type Told = { readonly code: ErrorCode; readonly sentence: (asked: Asked) => string }

/** The code and the words of each kind of failure: what happened, to whom, what to do. */
export const failures: Readonly<Record<Meaning, Told>> = {
  budget: {
    code: 'budget_exceeded',
    sentence: ({ label }) =>
      `The budget for ${label} is used up. Ask the operator to raise it, or pick another provider.`,
  },
  rate: {
    code: 'rate_limited',
    sentence: ({ label }) =>
      `${label} is limiting how often it may be asked. Wait a moment, or pick another provider.`,
  },
  overloaded: {
    code: 'overloaded',
    sentence: ({ label }) =>
      `${label} is overloaded. Try again in a moment, or pick another provider.`,
  },
  timeout: {
    code: 'upstream_timeout',
    sentence: ({ label }) =>
      `${label} did not answer in time. Try again, or pick another provider.`,
  },
  unreachable: {
    code: 'upstream_unreachable',
    sentence: ({ label }) =>
      `The gateway could not reach ${label}. Try again, or pick another provider.`,
  },
  key: {
    code: 'key_rejected',
    sentence: ({ label }) =>
      `${label} refused the key that this service is set up with. Tell the operator; another provider may work.`,
  },
  'gateway-key': {
    code: 'key_rejected',
    sentence: () =>
      'The gateway refused the key that this service is set up with, so no provider can be asked. Tell the operator to check PORTKEY_API_KEY.',
  },
  'gateway-setup': {
    code: 'not_configured',
    sentence: ({ label }) =>
      `The gateway refused how ${label} is set up here. Tell the operator, or pick another provider.`,
  },
  blocked: {
    code: 'upstream_unreachable',
    sentence: ({ label }) =>
      `Something on the way to ${label}, such as a firewall, turned the request away. Tell the operator, or pick another provider.`,
  },
  region: {
    code: 'not_configured',
    sentence: ({ label }) =>
      `${label} does not serve the place that this service asks from. Tell the operator, or pick another provider.`,
  },
  routing: {
    code: 'not_configured',
    sentence: ({ label, model }) =>
      `${label} has nobody who may answer with ${model} under the rules of its account. Pick another model, or tell the operator.`,
  },
  'no-address': {
    code: 'not_configured',
    sentence: ({ label }) =>
      `There is nothing at the address at which ${label} was asked. Tell the operator to check PORTKEY_BASE_URL and the provider's own base URL.`,
  },
  'no-model': {
    code: 'unknown_model',
    sentence: ({ label, model }) =>
      `${label} does not know the model ${model}. Pick another model.`,
  },
  retired: {
    code: 'model_retired',
    sentence: ({ label, model }) => `${label} has shut ${model} down. Pick another model.`,
  },
  'too-long': {
    code: 'context_too_long',
    sentence: ({ label, model }) =>
      `This conversation is too long for ${model} at ${label}. Clear the chat, leave out notes, or pick a model with a larger context.`,
  },
  filtered: {
    code: 'content_filtered',
    sentence: ({ label }) =>
      `${label} refused this message because of its content rules. Rephrase it and send it again.`,
  },
  guardrail: {
    code: 'content_filtered',
    sentence: ({ label }) =>
      `A guardrail refused this message before it reached ${label}. Rephrase it and send it again.`,
  },
  invalid: {
    code: 'invalid_request',
    sentence: ({ label }) => `${label} refused the request.`,
  },
  empty: {
    code: 'upstream_error',
    sentence: ({ label }) =>
      `${label} answered without a word. Try again, or pick another provider.`,
  },
  page: {
    code: 'upstream_error',
    sentence: ({ label }) =>
      `A web page came back where the answer of ${label} should be. Tell the operator to check PORTKEY_BASE_URL, or pick another provider.`,
  },
  failed: {
    code: 'upstream_error',
    sentence: ({ label }) =>
      `${label} failed while answering. Try again, or pick another provider.`,
  },
}
