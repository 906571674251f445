import { cutText } from '../../../shared/text/cut-text.ts'
import type { ReplyStatus } from '../conversation/conversation.ts'

/** Nobody listens to more in one go; the rest can be read in the conversation. */
const spokenCharacters = 20_000

/** Words for a screen reader when a reply gets to a status. Null where something else speaks: an alert does. */
export function statusWords(
  status: ReplyStatus | 'reconnecting' | 'busy',
  provider: string,
): string | null {
  switch (status) {
    case 'sending':
      return 'Sending'
    case 'waiting':
      return `Waiting for ${provider}`
    case 'answering':
      return 'Answering'
    case 'busy':
      return `${provider} takes no more questions just now and is asked again in a moment`
    case 'reconnecting':
      return 'Reconnecting'
    case 'complete':
      return 'Answer ready'
    case 'length':
      return 'The answer reached its length limit'
    case 'stopped':
      return 'Stopped'
    case 'filtered':
      return 'The provider declined to go on'
    case 'interrupted':
      return 'The answer was cut off'
    case 'error':
      return null
    default:
      return status satisfies never
  }
}

/** Markdown without its marks: a reader would spell them out. */
export function spokenText(text: string): string {
  const plain = text
    // Runs of spaces first, so that no pattern walks along one again and again.
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/```[^\n]*\n[\s\S]*?(?:```|$)/g, ' (code) ')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/^[ \t]*(?:[#>]+|[-*+])[ \t]+/gm, '')
    .replaceAll(/^[ \t|:-]+$/gm, '')
    .replaceAll(/^[ \t]*\||\|[ \t]*$/gm, '')
    .replaceAll(/[ \t]*\|[ \t]*/g, ', ')
    .replaceAll(/(?:\*+|`+|~~|\b_)(?=\S)|(?<=\S)(?:\*+|`+|~~|_\b)/g, '')
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n\s*/g, '\n')
    .trim()
  if (plain.length <= spokenCharacters) return plain
  return `${cutText(plain, spokenCharacters).text}… The rest is in the conversation.`
}
