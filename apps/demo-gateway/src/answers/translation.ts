import type { Conversation } from './conversation.ts'
import { publicMessages } from './facts.ts'
import type { Section } from './layout.ts'
import { quotation, shorten } from './wording.ts'

/** No rule translates: the original is shown, and who could do it is said. */
export function translate(
  conversation: Conversation,
  providerLabel: string,
  model: string,
): Section[] {
  const { ticket, previousAnswer } = conversation
  const last = ticket && publicMessages(ticket).findLast((message) => message.kind === 'customer')
  const original = last?.body ?? previousAnswer ?? ''
  return [
    {
      title: 'Not translated',
      essential: true,
      body: `The demo cannot translate. With a Portkey key in place, ${providerLabel}${
        model ? ` (${model})` : ''
      } would do it here.`,
    },
    {
      title: last
        ? `The original${ticket?.language ? ` (${ticket.language})` : ''}`
        : 'The original',
      essential: true,
      body: original === '' ? '' : quotation(shorten(original, 600)),
    },
  ]
}
