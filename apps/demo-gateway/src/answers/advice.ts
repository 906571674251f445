import type { Conversation } from './conversation.ts'
import type { Section } from './layout.ts'
import { bullets } from './wording.ts'

/** Standing advice: the one kind of answer that needs no understanding. */
export function giveAdvice({ ticket }: Conversation): Section[] {
  return [
    {
      title: 'What usually helps',
      essential: true,
      body: bullets([
        'Name the problem in the customer’s own words first, without “but”.',
        'Say sorry for the effect on them, once, and mean one thing by it.',
        'Say what happens next, who does it and by when.',
        'Ask for one thing at most, and say why you need it.',
      ]),
    },
    {
      title: 'From here',
      body: ticket
        ? 'Ask for a draft to see this ticket’s facts put in that order.'
        : 'Open a ticket and ask for a draft to see it with real facts.',
    },
  ]
}
