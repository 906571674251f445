import type { Reply } from '../conversation/conversation.ts'

/** Explains an end that is not a plain one, in words; null for an answer that is simply complete. */
export function endingWords(reply: Reply): string | null {
  const { status, text, endedAs, tools = [] } = reply
  if (endedAs !== undefined) return `This answer ended as “${endedAs}”.`
  switch (status) {
    case 'stopped':
      return text === '' ? 'Stopped before an answer came.' : 'You stopped this answer.'
    case 'interrupted':
      return text === '' ? 'The page was left before an answer came.' : cutOff(reply)
    case 'length':
      if (text !== '') return 'The answer reached its length limit.'
      return reply.reasoning === ''
        ? 'The length limit was reached before an answer came.'
        : 'Thinking used the whole length that an answer may have, so none came.'
    case 'filtered':
      return text === '' ? 'The provider declined to answer.' : 'The provider declined to go on.'
    case 'error':
      return 'No answer came.'
    default:
      if (tools.length > 0) return askedForTools(tools, text)
      if (text !== '') return null
      return reply.reasoning === ''
        ? 'The answer was empty.'
        : 'The model thought about it, and then wrote no answer.'
  }
}

/** A reason that is not known to be a good one is shown in upstream's own word. */
function cutOff({ receipt }: Reply): string {
  const reason = receipt?.finishReason
  return reason ? `This answer was cut off (“${reason}”).` : 'This answer was cut off.'
}

function askedForTools(tools: readonly string[], text: string): string {
  const names = tools.map((name) => `“${name}”`).join(', ')
  const what = tools.length === 1 ? `the tool ${names}, which is` : `the tools ${names}, which are`
  return text === ''
    ? `Instead of answering, the model asked for ${what} not offered here.`
    : `The model also asked for ${what} not offered here.`
}
