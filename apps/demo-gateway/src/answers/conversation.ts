import { parseTicket, withoutTickets, type TicketText } from './ticket.ts'

/** A message of the request as text, whatever form its content had. */
export type TextMessage = { readonly role: string; readonly text: string }

/** What there is to answer: the last question, the ticket, and what was said before. */
export type Conversation = {
  readonly question: string
  readonly ticket: TicketText | undefined
  readonly earlierQuestions: readonly string[]
  readonly previousAnswer: string | undefined
}

/** Reads the messages of a request: questions are what users wrote outside the fenced ticket. */
export function readConversation(messages: readonly TextMessage[]): Conversation {
  const questions: string[] = []
  let ticket: TicketText | undefined
  let previousAnswer: string | undefined
  for (const message of messages) {
    if (message.role === 'assistant') {
      previousAnswer = message.text
      continue
    }
    ticket = parseTicket(message.text) ?? ticket
    if (message.role !== 'user') continue
    const question = plainQuestion(message.text)
    if (question !== '') questions.push(question)
  }
  const question = questions.pop() ?? ''
  return { question, ticket, earlierQuestions: questions, previousAnswer }
}

/** The last thing a user wrote, markers and all, without the ticket that travels with it. */
export function lastUserText(messages: readonly TextMessage[]): string {
  const last = messages.findLast((message) => message.role === 'user')
  return last ? withoutTickets(last.text) : ''
}

function plainQuestion(text: string): string {
  return withoutTickets(text)
    .replace(/\[\[demo:[^\]]*\]\]/g, '')
    .trim()
}
