import { answerTo } from './answers/answer.ts'
import type { ChatRequest } from './chat-request.ts'
import type { Exchange } from './exchange.ts'
import type { RequestTrack } from './recorder.ts'
import { sendFault, sendJson, sendWhole } from './scripts/perform.ts'
import { selectScript } from './scripts/select.ts'
import type { Stage } from './scripts/types.ts'
import { failureBody, retiredFault } from './wire/errors.ts'
import { answeringModel, isRetired } from './wire/models.ts'
import { textPieces } from './wire/reply-events.ts'
import type { Family, ReplyFacts } from './wire/types.ts'
import { estimateTokens } from './wire/usage.ts'

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
  const text = (selection.ok ? selection.script.text?.(request, values) : '') ?? answerTo(request)
  const stage: Stage = {
    ...context,
    request,
    values,
    text,
    reply: replyFacts(request, context, text),
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

function replyFacts(request: ChatRequest, context: PlayContext, text: string): ReplyFacts {
  const prompt = request.messages.map((message) => message.text).join('\n')
  const completionTokens = Math.min(textPieces(text).length, request.maxTokens ?? Infinity)
  return {
    id: replyId(request.family, context),
    createdMs: context.nowMs,
    requestedModel: request.model,
    model: answeringModel(request.model),
    fingerprint: `fp_${context.requestId.slice(0, 10)}`,
    includeUsage: request.includeUsage,
    strict: request.strict,
    usage: { promptTokens: estimateTokens(prompt), completionTokens },
  }
}

/** Ids in the form each provider, or Portkey for it, gives them. */
function replyId(family: Family, { nowMs, requestId }: PlayContext): string {
  switch (family) {
    case 'anthropic':
      return `anthropic-${nowMs}`
    case 'bedrock':
      return `portkey-${requestId}`
    case 'openrouter':
      return `gen-${Math.floor(nowMs / 1000)}-${requestId}`
    case 'groq':
    case 'openai':
      return `chatcmpl-${requestId}`
  }
}
