import { answerTo } from './answers/answer.ts'
import { exampleOf } from './answers/example-value.ts'
import type { ChatRequest } from './chat-request.ts'
import type { Exchange } from './exchange.ts'
import type { RequestTrack } from './recorder.ts'
import { sendFault, sendJson, sendWhole } from './scripts/perform.ts'
import { selectScript } from './scripts/select.ts'
import type { Stage } from './scripts/types.ts'
import { failureBody, retiredFault } from './wire/errors.ts'
import { isRetired } from './wire/models.ts'
import { createReplyFacts } from './reply-facts.ts'

export type PlayContext = {
  readonly exchange: Exchange
  readonly track: RequestTrack
  readonly pace: number
  readonly nowMs: number
  readonly requestId: string
}

/** Answers one valid request with the script it asks for. */
export async function playRequest(request: ChatRequest, context: PlayContext): Promise<void> {
  const selection = selectScript(request)
  const values = selection.ok ? selection.values : { number: () => 0, text: () => '' }
  const ownText = selection.ok ? selection.script.text?.(request, values) : ''
  // A script's own text is said whole; only an answer bows to max_tokens.
  const asked = ownText === undefined ? request : { ...request, maxTokens: undefined }
  const text = ownText ?? structuredAnswer(request) ?? answerTo(request)
  const stage: Stage = {
    ...context,
    request: asked,
    values,
    text,
    reply: createReplyFacts(asked, text, context),
  }
  if (!selection.ok) return sendJson(stage, 400, failureBody(selection.message))

  const { script } = selection
  context.track.plays(script.name)
  if (script.name === 'normal') {
    if (isRetired(request.family, request.model)) {
      return sendFault(stage, retiredFault(request.family, request.model))
    }
    if (request.family === 'anthropic' && request.maxTokens === undefined) {
      return sendFault(stage, {
        status: 400,
        message: 'max_tokens: Field required',
        type: 'invalid_request_error',
        code: null,
      })
    }
  }
  if (request.stream || script.playWhole === 'same') return script.play(stage)
  return script.playWhole ? script.playWhole(stage) : sendWhole(stage)
}

/** The JSON that was asked for, of any provider: what an agent does with it can so be tried. */
function structuredAnswer({ answerSchema }: ChatRequest): string | undefined {
  return answerSchema === undefined ? undefined : JSON.stringify(exampleOf(answerSchema))
}
