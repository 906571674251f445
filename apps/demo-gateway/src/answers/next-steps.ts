import type { Conversation } from './conversation.ts'
import { findFacts, openQuestions, publicMessages } from './facts.ts'
import type { Section } from './layout.ts'
import { noTicket } from './summary.ts'
import { ticketName } from './wording.ts'

/** A task list from the state of the ticket. */
export function nextSteps({ ticket }: Conversation): Section[] {
  if (!ticket) return [noTicket]
  const last = publicMessages(ticket).at(-1)
  const errors = findFacts(ticket).find(({ label }) => label === 'Error')
  const references = findFacts(ticket).find(({ label }) => label === 'Reference')
  const isUrgent = ticket.priority === 'urgent' || ticket.priority === 'high'
  const name = ticket.requester ?? 'the customer'
  const tasks = [
    ...openQuestions(ticket).map((question) => `Answer ${name}: “${question}”`),
    errors && `Look up ${errors.values.join(', ')} in the logs around ${last?.at ?? 'that time'}`,
    references && `Check ${references.values.join(', ')}`,
    isUrgent && `Tell the team lead: the ticket is ${ticket.priority}`,
    last?.kind === 'agent'
      ? `Wait for ${name}, and remind them if nothing comes within two days`
      : `Reply to ${name}`,
    ticket.status === 'open' && 'Set the status to pending once the reply is out',
  ].filter((task) => typeof task === 'string')
  return [
    {
      title: `Next steps for ${ticketName(ticket.id)}`,
      essential: true,
      body: tasks.map((task) => `- [ ] ${task}`).join('\n'),
    },
    {
      title: 'Why these',
      body: `They follow from the status (${ticket.status ?? 'unknown'}), the priority (${ticket.priority ?? 'unknown'}) and who wrote last (${last?.author || last?.kind || 'nobody'}), not from an understanding of the text.`,
    },
  ]
}
