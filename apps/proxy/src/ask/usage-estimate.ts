import type { ChatMessage, Usage } from '@askdesk/contracts'
/** Rule of thumb of the tokenizers' makers: about four characters of English a token. */
const charactersPerToken = 4
const content = /"content"\s*:\s*"([^"\\]*(?:\\.[^"\\]*)*)"/g
const escape = /\\(?:u[0-9a-f]{4}|.)/gi

/**
 * An estimate for streams that report no usage. It is labelled as one wherever it is shown. Texts
 * are counted without parsing the events, which would hold up every other stream.
 */
export function estimateUsage(messages: readonly ChatMessage[], stream: string): Usage {
  const asked = messages.reduce((sum, message) => sum + message.content.length, 0)
  let answered = 0
  for (const [, text = ''] of stream.matchAll(content)) {
    answered += text.includes('\\') ? text.replace(escape, ' ').length : text.length
  }
  const promptTokens = Math.ceil(asked / charactersPerToken)
  const completionTokens = Math.ceil(answered / charactersPerToken)
  return { promptTokens, completionTokens, totalTokens: promptTokens + completionTokens }
}
