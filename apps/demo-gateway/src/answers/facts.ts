import type { TicketText } from './ticket.ts'

export type Fact = { readonly label: string; readonly values: readonly string[] }

const patterns: readonly (readonly [string, RegExp])[] = [
  [
    'Error',
    /\b(?:(?:HTTP|error|code|status)[\s:]*[45]\d{2}|(?:ERR|E)[-_][A-Z0-9_-]{2,}|[A-Z][A-Za-z]+(?:Error|Exception))\b/g,
  ],
  ['Reference', /\b(?!(?:ERR|E)-)[A-Z]{2,6}-\d{3,}\b/g],
  ['Amount', /(?:[€$£]\s?\d[\d.,]*\d|\b\d[\d.,]*\s?(?:€|EUR|USD|GBP|PLN|zł|¥)(?=\W|$))/g],
  ['Version', /\bv?\d+\.\d+\.\d+\b/g],
  [
    'Date',
    /\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December))\b/g,
  ],
  ['Link', /\bhttps?:\/\/[^\s<>()]+/g],
]

/** Codes, references, amounts and the like that the public messages of a thread mention. */
export function findFacts(ticket: TicketText): Fact[] {
  const text = publicMessages(ticket)
    .map((message) => message.body)
    .join('\n')
  return patterns.flatMap(([label, pattern]) => {
    const values = [...new Set(text.match(pattern) ?? [])].slice(0, 4)
    return values.length > 0 ? [{ label, values }] : []
  })
}

/** Facts visible to the customer: internal notes stay inside. */
export function publicMessages(ticket: TicketText): TicketText['messages'] {
  return ticket.messages.filter(({ kind }) => kind === 'customer' || kind === 'agent')
}

/** The customer's questions that no agent has written after. */
export function openQuestions(ticket: TicketText): string[] {
  const sinceAgent = publicMessages(ticket).slice(
    publicMessages(ticket).findLastIndex((message) => message.kind === 'agent') + 1,
  )
  return sinceAgent
    .flatMap((message) => message.body.match(/[^.!?。！？\n]+[?？]/gu) ?? [])
    .map((question) => question.trim())
    .slice(0, 3)
}
