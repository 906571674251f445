import { openEvents, sendJson, startStandIn, writeEvents, type StandIn } from './stand-in.ts'

export type Flavour = 'openai' | 'groq' | 'openrouter'

export type OpenAiLikeOptions = {
  readonly flavour: Flavour
  /** The reply, in the pieces in which it streams. */
  readonly pieces: readonly string[]
  /** Anything else is turned away as a wrong key. */
  readonly key: string
}

/** A provider with OpenAI's format: OpenAI itself, Groq, or OpenRouter, each with its habits. */
export function startOpenAiLike(options: OpenAiLikeOptions): Promise<StandIn> {
  // OpenRouter's base ends in /api; the gateway adds the rest.
  const path =
    options.flavour === 'openrouter' ? '/api/v1/chat/completions' : '/v1/chat/completions'
  return startStandIn(async (request, response) => {
    if (request.path !== path) {
      return sendJson(response, 404, { error: { message: `No route ${request.path}`, code: 404 } })
    }
    if (request.headers.authorization !== `Bearer ${options.key}`) {
      return sendJson(response, 401, {
        error: {
          message: 'Incorrect API key provided.',
          type: 'invalid_request_error',
          param: null,
          code: 'invalid_api_key',
        },
      })
    }
    const model = answeringModel(options.flavour, String(request.body['model']))
    if (request.body['stream'] !== true) {
      return sendJson(response, 200, completion(options, model))
    }
    openEvents(response)
    await writeEvents(request, response, eventsOf(options, model, wantsUsage(request.body)))
  })
}

/** Aliases answer under a dated id, the router under the model that it chose. */
export function answeringModel(flavour: Flavour, requested: string): string {
  if (flavour === 'openai' && requested.startsWith('gpt-4')) return `${requested}-2026-01-01`
  if (flavour === 'openrouter' && requested === 'openrouter/auto') return 'google/gemini-2.5-pro'
  return requested
}

const usage = { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 }

function eventsOf(
  { flavour, pieces }: OpenAiLikeOptions,
  model: string,
  withUsage: boolean,
): string[] {
  const chunk = (fields: object): string => frame({ ...envelope(flavour, model), ...fields })
  const delta = (content: object, finishReason: string | null, extra: object = {}): string =>
    chunk({
      choices: [
        {
          index: 0,
          delta: content,
          ...(flavour !== 'openrouter' && { logprobs: null }),
          finish_reason: finishReason,
        },
      ],
      ...extra,
    })
  switch (flavour) {
    case 'openai':
      return [
        delta({ role: 'assistant', content: '', refusal: null }, null),
        ...pieces.map((piece) => delta({ content: piece }, null)),
        delta({}, 'stop'),
        ...(withUsage ? [chunk({ choices: [], usage })] : []),
        done,
      ]
    case 'groq':
      return [
        delta({ role: 'assistant', content: '' }, null, { x_groq: { id: 'req_stand_in' } }),
        ...pieces.map((piece) => delta({ content: piece }, null)),
        delta({}, 'stop', {
          x_groq: { id: 'req_stand_in', usage: { queue_time: 0.01, ...usage } },
        }),
        ...(withUsage ? [chunk({ choices: [], usage })] : []),
        done,
      ]
    case 'openrouter':
      return [
        ': OPENROUTER PROCESSING\n\n',
        ': OPENROUTER PROCESSING\n\n',
        ...pieces.map((piece, position) =>
          delta({ ...(position === 0 && { role: 'assistant' }), content: piece }, null),
        ),
        delta({ content: '' }, 'stop'),
        delta({ role: 'assistant', content: '' }, null, { usage: { ...usage, cost: 0.00001 } }),
        done,
      ]
  }
}

const done = 'data: [DONE]\n\n'

function frame(payload: object): string {
  return `data: ${JSON.stringify(payload)}\n\n`
}

function envelope(flavour: Flavour, model: string): object {
  return {
    id: flavour === 'openrouter' ? 'gen-stand-in' : 'chatcmpl-stand-in',
    ...(flavour === 'openrouter' && { provider: 'Google' }),
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model,
    ...(flavour !== 'openrouter' && { system_fingerprint: 'fp_stand_in' }),
  }
}

function completion({ pieces }: OpenAiLikeOptions, model: string): object {
  return {
    id: 'chatcmpl-stand-in',
    object: 'chat.completion',
    created: 1_700_000_000,
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: pieces.join('') },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage,
  }
}

function wantsUsage(body: Readonly<Record<string, unknown>>): boolean {
  const options = body['stream_options']
  return (
    typeof options === 'object' &&
    options !== null &&
    'include_usage' in options &&
    options.include_usage === true
  )
}
