import type { Conversation } from './conversation.ts'
import { publicMessages } from './facts.ts'
import type { Section } from './layout.ts'
import type { TicketText } from './ticket.ts'
import { bullets, keySentence, quotation, sentences, shorten, ticketName } from './wording.ts'

/** Sentences of the ticket that share words with the question; else what can be asked. */
export function answerInGeneral({ question, ticket, tickets }: Conversation): Section[] {
  const asked =
    question === ''
      ? 'You asked nothing yet.'
      : `You asked: “${shorten(question.replace(/\s+/g, ' '), 160)}”`
  const found = ticket ? related(ticket, question) : []
  const about = ticket
    ? `${asked} It is about ${ticketName(ticket.id)}${ticket.subject ? `, “${ticket.subject}”` : ''}.`
    : `${asked} No ticket came with it.`
  return [
    { title: 'Understood so far', essential: true, body: about },
    {
      title: found.length > 0 ? 'What the ticket says to it' : 'What the ticket says',
      essential: true,
      body: (found.length > 0 ? found : ticket ? opening(ticket) : []).join('\n\n'),
    },
    {
      title: 'What the demo can do',
      body: bullets([
        'summarise the thread, or list next steps',
        "draft a reply in the customer's language",
        'compare two things, or show the code and logs it finds',
        tickets.length === 0
          ? 'more, once a ticket is open'
          : 'make the last answer shorter or longer',
      ]),
    },
  ]
}

/** Sentences that share a word with the question; the customer's name is in most and says nothing. */
function related(ticket: TicketText, question: string): string[] {
  const name = ticket.requester?.toLowerCase() ?? ''
  const words = (
    question
      .slice(0, 2000)
      .toLowerCase()
      .match(/[\p{L}\p{N}-]{4,}/gu) ?? []
  ).filter((word) => !name.includes(word))
  return publicMessages(ticket)
    .flatMap((message) =>
      sentences(message.body)
        .filter((sentence) => words.some((word) => sentence.toLowerCase().includes(word)))
        .slice(0, 1)
        .map(
          (sentence) =>
            `${quotation(shorten(sentence, 220))}\n>\n> — ${message.author || message.kind}, ${message.at}`,
        ),
    )
    .slice(0, 2)
}

function opening(ticket: TicketText): string[] {
  const first = publicMessages(ticket)[0]
  return first
    ? [
        `${quotation(keySentence(first.body, 220))}\n>\n> — ${first.author || first.kind}, ${first.at}`,
      ]
    : []
}
