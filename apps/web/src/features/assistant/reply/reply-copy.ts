import type { ProviderInfo } from '@askdesk/contracts'
import { attributionText, receiptText } from '../attribution/attribution-text.ts'
import { copyText } from '../../../shared/markdown/text/copy-text.ts'
import type { Reply } from '../conversation/conversation.ts'

export type ReplyCopy = { readonly text: string; readonly html: string }

/** A reply as it goes to the clipboard, in both forms: who answered it goes with it. */
export function replyCopy(
  reply: Reply,
  providers: readonly ProviderInfo[],
  drawn: string,
): ReplyCopy {
  const answered = `Answered by ${attributionText(reply, providers)}`
  const receipt = receiptText(reply)
  const lines = receipt === '' ? [answered] : [answered, receipt]
  const small = lines.map(escaped).join('<br>')
  return {
    text: `${copyText(reply.text).trimEnd()}\n\n${lines.join('\n')}\n`,
    html: `${drawn}<p><font size="2" color="#666666">${small}</font></p>`,
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
