import type { ChatRequest } from './chat-request.ts'
import { answeringModel } from './wire/models.ts'
import { textPieces } from './wire/reply-events.ts'
import type { Family, ReplyFacts } from './wire/types.ts'
import { estimateTokens } from './wire/usage.ts'

type Moment = { readonly nowMs: number; readonly requestId: string }

/** Fields repeated by every chunk of a reply, for a request and the text that answers it. */
export function createReplyFacts(request: ChatRequest, text: string, moment: Moment): ReplyFacts {
  const prompt = request.messages.map((message) => message.text).join('\n')
  const completionTokens = Math.min(textPieces(text).length, request.maxTokens ?? Infinity)
  return {
    id: replyId(request.family, moment),
    createdMs: moment.nowMs,
    requestedModel: request.model,
    model: answeringModel(request.model),
    fingerprint: `fp_${moment.requestId.slice(0, 10)}`,
    includeUsage: request.includeUsage,
    strict: request.strict,
    usage: { promptTokens: estimateTokens(prompt), completionTokens },
  }
}

/** Ids in the form each provider, or Portkey for it, gives them. */
function replyId(family: Family, { nowMs, requestId }: Moment): string {
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
