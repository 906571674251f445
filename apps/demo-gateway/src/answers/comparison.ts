import type { Conversation } from './conversation.ts'
import { publicMessages } from './facts.ts'
import type { Section } from './layout.ts'
import type { TicketText } from './ticket.ts'
import { cell, keySentence, shorten } from './wording.ts'

/** A table: of the two things named in the question, of several tickets, or of the two sides of the thread. */
export function compare({ question: asked, ticket, tickets }: Conversation): Section[] {
  const question = asked.slice(0, 500)
  if (tickets.length > 1) return [tableOf('The tickets', ticketRows(tickets))]
  const named =
    /\b(?:compar\w*|between)\s+(.+?)\s+(?:and|with|to|vs\.?|versus)\s+(.+?)[?.!]*$/i.exec(
      question,
    ) ?? /^(.+?)\s+(?:vs\.?|versus)\s+(.+?)[?.!]*$/i.exec(question)
  const left = named?.[1]
  const right = named?.[2]
  if (left && right) {
    return [
      tableOf(`${shorten(left, 40)} and ${shorten(right, 40)}`, [
        ['', shorten(left, 40), shorten(right, 40)],
        ['Mentions in the ticket', mentions(ticket, left).count, mentions(ticket, right).count],
        ['First mention', mentions(ticket, left).first, mentions(ticket, right).first],
      ]),
      {
        title: 'What this is',
        body: 'The rows count words. Which is better is for a model, or for you, to say.',
      },
    ]
  }
  return [
    tableOf(
      'The two sides',
      ticket
        ? sideRows(ticket)
        : [
            ['', 'A', 'B'],
            ['Named', 'no', 'no'],
          ],
    ),
  ]
}

function mentions(ticket: TicketText | undefined, term: string): { count: string; first: string } {
  const found = (ticket ? publicMessages(ticket) : []).filter((message) =>
    message.body.toLowerCase().includes(term.toLowerCase()),
  )
  const first = found[0]
  return {
    count: String(found.length),
    first: first ? `${first.at} ${first.author}: ${keySentence(first.body, 80)}` : 'none',
  }
}

function sideRows(ticket: TicketText): string[][] {
  const thread = publicMessages(ticket)
  const side = (kind: string): { count: string; first: string; last: string } => {
    const own = thread.filter((message) => message.kind === kind)
    return {
      count: String(own.length),
      first: keySentence(own[0]?.body ?? '', 90),
      last: own.length > 1 ? keySentence(own.at(-1)?.body ?? '', 90) : '',
    }
  }
  const customer = side('customer')
  const agent = side('agent')
  return [
    ['', 'Customer', 'Us'],
    ['Messages', customer.count, agent.count],
    ['First said', customer.first, agent.first],
    ['Last said', customer.last, agent.last],
  ]
}

function ticketRows(tickets: readonly TicketText[]): string[][] {
  return [
    ['Ticket', 'Subject', 'Status', 'Priority'],
    ...tickets.map((ticket) => [
      `#${ticket.id ?? '?'}`,
      ticket.subject ?? '',
      ticket.status ?? '',
      ticket.priority ?? '',
    ]),
  ]
}

function tableOf(title: string, [head = [], ...rows]: string[][]): Section {
  const body = [head.map((text) => cell(text, ' ')), head.map(() => '---'), ...rows.map(cells)]
  return {
    title,
    essential: true,
    body: body.map((row) => `| ${row.join(' | ')} |`).join('\n'),
  }
}

function cells(row: readonly string[]): string[] {
  return row.map((text) => cell(text))
}
