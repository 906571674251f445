import type { ChatMessage, Usage } from '@askdesk/contracts'
import { parseChunk } from './chunk.ts'
import { parseSseText } from './sse-events.ts'

/** Rule of thumb of the tokenizers' makers: about four characters of English a token. */
const charactersPerToken = 4

/** An estimate for streams that report no usage. It is labelled as one wherever it is shown. */
export function estimateUsage(messages: readonly ChatMessage[], stream: string): Usage {
  const asked = messages.reduce((sum, message) => sum + message.content.length, 0)
  let answered = 0
  for (const event of parseSseText(stream)) {
    for (const choice of parseChunk(event.data)?.choices ?? []) {
      answered += choice.delta?.content?.length ?? 0
    }
  }
  const promptTokens = Math.ceil(asked / charactersPerToken)
  const completionTokens = Math.ceil(answered / charactersPerToken)
  return { promptTokens, completionTokens, totalTokens: promptTokens + completionTokens }
}
