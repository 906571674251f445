import type { Family } from './types.ts'

export type ProviderFault = {
  readonly status: number
  readonly message: string
  readonly type: string | null
  readonly code: string | null
  readonly param?: string | null
}

/** A provider's error as Portkey hands it on; OpenRouter's stays JSON inside the message. */
export function providerErrorBody(family: Family, fault: ProviderFault): object {
  const { status, message, type, code, param = null } = fault
  if (family === 'openrouter') {
    const original = JSON.stringify({ error: { message, code: status } })
    return {
      error: {
        message: `Invalid response received from openrouter: ${original}`,
        type: null,
        param: null,
        code: null,
      },
      provider: family,
    }
  }
  const named = { message: `${family} error: ${message}`, type, param, code }
  // Neither says what is wrong with a code.
  const plain = family === 'anthropic' || family === 'bedrock'
  return { error: plain ? { ...named, param: null, code: null } : named, provider: family }
}

/** Error text for a provider that sent no JSON, or could not be reached. */
export function wrappedPageBody(family: Family, page: string): object {
  if (family === 'openai') return { 'html-message': page }
  return {
    error: {
      message: `Invalid response received from ${family}: ${JSON.stringify({ 'html-message': page })}`,
      type: null,
      param: null,
      code: null,
    },
    provider: family,
  }
}

/** The gateway's own refusal. */
export function failureBody(message: string): object {
  return { status: 'failure', message }
}

/** The answer for a model that was shut down. */
export function retiredFault(family: Family, model: string): ProviderFault {
  switch (family) {
    case 'groq':
      return {
        status: 400,
        message: `The model \`${model}\` has been decommissioned and is no longer supported. Please refer to https://console.groq.com/docs/deprecations for a recommendation on which model to use instead.`,
        type: 'invalid_request_error',
        code: 'model_decommissioned',
      }
    case 'anthropic':
      return { status: 404, message: `model: ${model}`, type: 'not_found_error', code: null }
    case 'bedrock':
      return {
        status: 404,
        message: 'This model version has reached the end of its life.',
        type: null,
        code: null,
      }
    case 'openrouter':
      return {
        status: 404,
        message: `No endpoints found for ${model}.`,
        type: null,
        code: null,
      }
    case 'openai':
      return {
        status: 404,
        message: `The model \`${model}\` does not exist or you do not have access to it.`,
        type: 'invalid_request_error',
        code: 'model_not_found',
      }
  }
}
