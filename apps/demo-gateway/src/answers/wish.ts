import type { Conversation } from './conversation.ts'
import { openQuestions, publicMessages } from './facts.ts'
import type { Section } from './layout.ts'
import { noTicket } from './summary.ts'
import { bullets, keySentence, quotation } from './wording.ts'

/** The customer's wish in their own words: questions first, else their key sentence. */
export function readWish({ ticket }: Conversation): Section[] {
  if (!ticket) return [noTicket]
  const customer = publicMessages(ticket).filter((message) => message.kind === 'customer')
  const last = customer.at(-1)
  const questions = openQuestions(ticket)
  return [
    {
      title: 'Asked in so many words',
      essential: true,
      body:
        questions.length > 0
          ? bullets(questions.map((question) => `“${question}”`))
          : 'No question is open; this comes closest:',
    },
    {
      title: 'Said last',
      essential: questions.length === 0,
      body: last
        ? `${quotation(keySentence(last.body, 240))}\n>\n> — ${last.author}, ${last.at}`
        : '',
    },
    {
      title: 'Behind it',
      body: 'What they mean beyond their words is for a model, or for you, to read.',
    },
  ]
}
