import type { TextMessage } from '../chat-request.ts'
import { parseTickets, withoutTickets, type TicketText } from './ticket.ts'

/** The question at hand: the last question, the tickets, and what was said before. */
export type Conversation = {
  readonly question: string
  /** The one ticket that is talked about, or the last of several. */
  readonly ticket: TicketText | undefined
  readonly tickets: readonly TicketText[]
  readonly earlierQuestions: readonly string[]
  readonly previousAnswer: string | undefined
}

/** Reads the messages of a request: questions are what users wrote outside the fenced tickets. */
export function readConversation(messages: readonly TextMessage[]): Conversation {
  const questions: string[] = []
  let tickets: readonly TicketText[] = []
  let previousAnswer: string | undefined
  for (const [position, message] of messages.entries()) {
    if (message.role === 'assistant') {
      // A message that only calls tools says nothing.
      if (message.text !== '') previousAnswer = message.text
      continue
    }
    const found = parseTickets(message.text)
    if (found.length > 0) tickets = found
    if (message.role !== 'user') continue
    // A ticket that another message of the same person follows is its context, not a question.
    if (found.length > 0 && messages[position + 1]?.role === 'user') continue
    const question = plainQuestion(message.text)
    if (question !== '') questions.push(question)
  }
  const question = questions.pop() ?? ''
  return { question, ticket: tickets.at(-1), tickets, earlierQuestions: questions, previousAnswer }
}

/**
 * The last thing a user wrote, markers and all. Leaves out the text of the ticket that travels
 * with it: no ticket can choose a script.
 */
export function lastUserText(messages: readonly TextMessage[]): string {
  const last = messages.findLast((message) => message.role === 'user')
  return last ? withoutTickets(last.text) : ''
}

function plainQuestion(text: string): string {
  return withoutTickets(text)
    .replace(/\[\[demo:[^\]]*\]\]/g, '')
    .trim()
}
