import type { Conversation } from './conversation.ts'
import { findFacts, publicMessages } from './facts.ts'
import type { Section } from './layout.ts'
import { namedLanguage, phrasesFor, type Phrases } from './phrases.ts'
import { keySentence, quotation } from './wording.ts'

/** A reply in the customer's language, from what the public thread says. Notes never get into it. */
export function draftReply({ ticket, question }: Conversation): Section[] {
  const language = namedLanguage(question)
  if (!ticket) return template(phrasesFor(language).phrases, question)
  const { phrases, isOwn } = phrasesFor(language ?? ticket.language)
  const thing = askedFor(question)
  const thread = publicMessages(ticket)
  const fromCustomer = thread.findLast((message) => message.kind === 'customer')
  const fromUs = thread.findLast((message) => message.kind === 'agent')
  const references = findFacts(ticket)
    .filter(({ label }) => label !== 'Link')
    .flatMap(({ values }) => values)
  const isUrgent = ticket.priority === 'urgent' || ticket.priority === 'high'
  const paragraphs = [
    phrases.greeting(ticket.requester ?? fromCustomer?.author ?? ''),
    phrases.thanks(ticket.subject ?? '…'),
    fromCustomer && `${phrases.youWrote}\n\n${quotation(keySentence(fromCustomer.body, 240))}`,
    fromUs &&
      `${phrases.weWrote(fromUs.at.slice(0, 10))}\n\n${quotation(keySentence(fromUs.body, 240))}`,
    references.length > 0 && phrases.details(references.slice(0, 5).join(', ')),
    thing && phrases.asks(thing),
    [isUrgent && phrases.urgent, phrases.next].filter(Boolean).join(' '),
    `${phrases.closing}\n\n${fromUs?.author || phrases.team}`,
  ].filter(Boolean)
  return [
    { title: 'Draft', essential: true, body: paragraphs.join('\n\n') },
    {
      title: 'Before you send it',
      body: [
        'Check the quotations: they are picked by rule, nobody has understood them.',
        !isOwn &&
          `The customer writes in “${ticket.language}”, which the demo does not speak: a model would.`,
      ]
        .filter(Boolean)
        .join(' '),
    },
  ]
}

/** A reply with gaps, for when there is no ticket to fill them from. */
function template(phrases: Phrases, question: string): Section[] {
  const thing = askedFor(question)
  return [
    {
      title: 'Draft',
      essential: true,
      body: [
        phrases.greeting('[name]'),
        phrases.thanks('[subject]'),
        thing ? phrases.asks(thing) : '[your notes, in whole sentences]',
        phrases.next,
        phrases.closing,
        phrases.team,
      ].join('\n\n'),
    },
    {
      title: 'To fill the gaps',
      body: 'Ask from an open ticket: its name, subject and facts then take the places in brackets.',
    },
  ]
}

/** “a reply that asks for an order number” → “an order number”. */
function askedFor(question: string): string | undefined {
  return /\bask(?:s|ing)?(?: them| the customer)? for ([^.?!\n]{2,60})/i.exec(question)?.[1]?.trim()
}
