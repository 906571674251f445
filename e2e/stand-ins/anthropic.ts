import { openEvents, sendJson, startStandIn, writeEvents, type StandIn } from './stand-in.ts'

export type AnthropicOptions = {
  readonly pieces: readonly string[]
  readonly key: string
}

/** A question with this in it is declined, in the midst of the answer. */
export const refusalMark = '[[refuse]]'

/** Anthropic's Messages API: its own key header, its own events, and `max_tokens` on every request. */
export function startAnthropic({ pieces, key }: AnthropicOptions): Promise<StandIn> {
  return startStandIn(async (request, response) => {
    if (request.path !== '/v1/messages') {
      return sendJson(response, 404, failure('not_found_error', `No route ${request.path}`))
    }
    if (request.headers['x-api-key'] !== key) {
      return sendJson(response, 401, failure('authentication_error', 'invalid x-api-key'))
    }
    if (typeof request.body['max_tokens'] !== 'number') {
      return sendJson(response, 400, failure('invalid_request_error', 'max_tokens: Field required'))
    }
    const model = String(request.body['model'])
    if (request.body['stream'] !== true) {
      return sendJson(response, 200, {
        ...message(model),
        content: [{ type: 'text', text: pieces.join('') }],
        stop_reason: 'end_turn',
        usage: { input_tokens: 9, output_tokens: 4 },
      })
    }
    openEvents(response)
    const refuses = JSON.stringify(request.body['messages']).includes(refusalMark)
    const reason = refuses ? 'refusal' : 'end_turn'
    await writeEvents(request, response, eventsOf(model, pieces, reason))
  })
}

function eventsOf(model: string, pieces: readonly string[], reason: string): string[] {
  return [
    event('message_start', { message: message(model) }),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    event('ping', {}),
    ...pieces.map((text) =>
      event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
    ),
    event('content_block_stop', { index: 0 }),
    event('message_delta', {
      delta: { stop_reason: reason, stop_sequence: null },
      usage: { output_tokens: 4 },
    }),
    event('message_stop', {}),
  ]
}

function event(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`
}

function message(model: string): object {
  return {
    id: 'msg_stand_in',
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: {
      input_tokens: 9,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      output_tokens: 1,
    },
  }
}

function failure(type: string, text: string): object {
  return { type: 'error', error: { type, message: text } }
}
