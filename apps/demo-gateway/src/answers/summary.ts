import type { Conversation } from './conversation.ts'
import { findFacts, openQuestions, publicMessages } from './facts.ts'
import type { Section } from './layout.ts'
import type { TicketText } from './ticket.ts'
import { bullets, keySentence, ticketName } from './wording.ts'

/** The thread in a few lines: what was asked, what was said, what is open. */
export function summarise({ ticket, tickets }: Conversation): Section[] {
  if (!ticket) return [noTicket]
  if (tickets.length > 1) return [listOf(tickets)]
  const thread = publicMessages(ticket)
  const first = thread.find((message) => message.kind === 'customer')
  const last = thread.at(-1)
  const questions = openQuestions(ticket)
  const state = [ticket.status, ticket.priority && `${ticket.priority} priority`].filter(Boolean)
  const lead = `${ticketName(ticket.id)} “${ticket.subject ?? 'no subject'}”${
    ticket.requester ? ` from ${ticket.requester}` : ''
  }${state.length > 0 ? `: ${state.join(', ')}` : ''}.`
  return [
    {
      title: 'In short',
      essential: true,
      body: first ? `${lead} The customer writes: “${keySentence(first.body)}”` : lead,
    },
    {
      title: 'What happened',
      body: bullets(
        thread
          .slice(-5)
          .map(
            (message) =>
              `${message.at} · ${message.author || message.kind}: ${keySentence(message.body, 120)}`,
          ),
      ),
    },
    {
      title: 'Details found',
      body: bullets(
        findFacts(ticket).map(
          ({ label, values }) => `${label}: ${values.map((value) => `\`${value}\``).join(', ')}`,
        ),
      ),
    },
    {
      title: 'Open',
      essential: true,
      body: bullets([
        ...questions.map((question) => `The customer asks: “${question}”`),
        last?.kind === 'agent'
          ? `The last word was ours (${last.at}); the customer has not answered.`
          : 'The customer wrote last and waits for a reply.',
      ]),
    },
  ]
}

/** Said wherever an answer needs a ticket and none came. */
export const noTicket: Section = {
  title: 'No ticket',
  essential: true,
  body: 'No ticket text came with this question, so there is nothing to work from. Open a ticket and ask from there; “What the AI sees” shows what is sent.',
}

function listOf(tickets: readonly TicketText[]): Section {
  return {
    title: `${tickets.length} tickets`,
    essential: true,
    body: bullets(
      tickets.map(
        (ticket) =>
          `${ticketName(ticket.id)} ${ticket.subject ?? 'no subject'} (${
            [ticket.status, ticket.priority, ticket.requester].filter(Boolean).join(', ') ||
            'no details'
          })`,
      ),
    ),
  }
}
