import type { Ticket } from '@askdesk/contracts'

/** Questions worth a click while nothing has been asked about a ticket, or about the desk. */
export function openingSuggestions(ticket: Ticket | null): string[] {
  if (!ticket) {
    return [
      'Write a polite reply that asks for an order number',
      'How do I answer an angry customer?',
      'Turn rough notes into a clear reply',
    ]
  }
  const last = ticket.messages.findLast((message) => message.kind !== 'system')
  const suggestions = ['Summarise this ticket', draftSuggestion(ticket), 'What should I do next?']
  if (!isEnglish(ticket.language)) suggestions.push('Translate the last message into English')
  else if (last?.kind === 'customer') suggestions.push('What is the customer really asking for?')
  return suggestions
}

/** Two or three ways to go on from an answer; what was asked already is not offered again. */
export function followUpSuggestions(ticket: Ticket | null, asked: readonly string[]): string[] {
  const offers = ticket
    ? [draftSuggestion(ticket), 'Make it shorter', 'What should I do next?', 'Make it friendlier']
    : ['Make it shorter', 'Make it friendlier', 'Give me another version']
  return offers.filter((offer) => asked.at(-1) !== offer && !isOnce(offer, asked)).slice(0, 3)
}

/** Asked twice in one conversation these would only say the same again. */
function isOnce(offer: string, asked: readonly string[]): boolean {
  return asked.includes(offer) && !offer.startsWith('Make it')
}

function draftSuggestion(ticket: Ticket): string {
  return isEnglish(ticket.language)
    ? 'Draft a reply'
    : `Draft a reply in ${languageName(ticket.language)}`
}

function isEnglish(language: string): boolean {
  return /^en\b/i.test(language) || language === ''
}

function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(tag.split('-')[0] ?? tag) ?? tag
  } catch {
    return tag
  }
}
