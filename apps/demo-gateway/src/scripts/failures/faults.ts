import type { ProviderFault } from '../../wire/errors.ts'
import type { Family } from '../../wire/types.ts'
import { sendFault } from '../perform.ts'
import type { ParameterSpec, Script, Stage } from '../types.ts'

type FaultOf = (family: Family, stage: Stage) => ProviderFault

/** Errors that providers give before the stream, each in its provider's words. */
export const faultScripts: readonly Script[] = [
  fault('400-context', 'The prompt is too long (context_length_exceeded)', (family) =>
    family === 'anthropic'
      ? fail(400, 'prompt is too long: 214203 tokens > 200000 maximum', 'invalid_request_error')
      : {
          ...fail(
            400,
            "This model's maximum context length is 128000 tokens.",
            'invalid_request_error',
            'context_length_exceeded',
          ),
          param: 'messages',
        },
  ),
  fault('401', "The provider does not take the proxy's key", (family) =>
    family === 'anthropic'
      ? fail(401, 'invalid x-api-key', 'authentication_error')
      : fail(401, 'Incorrect API key provided.', 'invalid_request_error', 'invalid_api_key'),
  ),
  fault('500', 'The provider broke down', (family) =>
    family === 'anthropic'
      ? fail(500, 'Internal server error', 'api_error')
      : fail(500, 'The server had an error', 'server_error'),
  ),
  fault('502', 'A gateway behind the provider failed', () =>
    fail(502, 'Bad gateway', 'server_error'),
  ),
  fault('503', 'The provider is out of service', () =>
    fail(503, 'The engine is currently overloaded, please try again later', 'service_unavailable'),
  ),
  fault('529', 'The provider is overloaded', () => fail(529, 'Overloaded', 'overloaded_error')),
  fault(
    'status',
    'Any status with a generic error of the provider',
    (_family, stage) =>
      fail(stage.values.number('code'), 'The request could not be served', 'api_error'),
    { code: { about: 'the HTTP status', default: 500 } },
  ),
  {
    name: '429',
    about: 'Rate limited, with retry-after and retry-after-ms',
    parameters: { retryAfter: { about: 'seconds to wait', default: 2 } },
    playWhole: 'same',
    async play(stage) {
      const seconds = stage.values.number('retryAfter')
      const words =
        stage.request.family === 'anthropic'
          ? fail(429, 'This request would exceed your rate limit', 'rate_limit_error')
          : fail(
              429,
              `Rate limit reached for ${stage.request.model}`,
              'requests',
              'rate_limit_exceeded',
            )
      sendFault(stage, words, {
        'retry-after': String(Math.ceil(seconds)),
        'retry-after-ms': String(Math.round(seconds * 1000)),
      })
    },
  },
]

function fail(
  status: number,
  message: string,
  type: string,
  code: string | null = null,
): ProviderFault {
  return { status, message, type, code }
}

function fault(
  name: string,
  about: string,
  faultOf: FaultOf,
  parameters?: Readonly<Record<string, ParameterSpec>>,
): Script {
  return {
    name,
    about,
    ...(parameters && { parameters }),
    playWhole: 'same',
    play: async (stage) => sendFault(stage, faultOf(stage.request.family, stage)),
  }
}
