import type { ProviderInfo, Ticket } from '@askdesk/contracts'
import { attributionOf } from '../attribution/attribution.ts'
import { attributionText, receiptText } from '../attribution/attribution-text.ts'
import type { Exchange, Reply } from '../conversation/conversation.ts'
import { conversationTotals, receiptFacts, totalsWords } from '../attribution/receipt-facts.ts'
import { isTooCostly } from '../../../shared/markdown/parse/limits.ts'
import { parseMarkdown } from '../../../shared/markdown/parse/parse.ts'

export type ExportInput = {
  readonly conversationId: string
  readonly ticket: Pick<Ticket, 'id' | 'subject'> | null
  readonly exchanges: readonly Exchange[]
  readonly providers: readonly ProviderInfo[]
  readonly now: Date
}

export type ExportedFile = {
  readonly name: string
  readonly type: string
  readonly text: string
}

/** A conversation to read and to pass on: every answer with who gave it and what it took. */
export function exportMarkdown(input: ExportInput): ExportedFile {
  const { ticket, exchanges, providers, now } = input
  const about = ticket ? `#${ticket.id} ${oneLine(ticket.subject)}` : 'no ticket'
  const totals = totalsWords(conversationTotals(exchanges))
  const parts = [
    `# AI assistant: ${about}`,
    `Exported from Askdesk on ${minute(now)}.${totals === '' ? '' : ` ${totals}.`}`,
    ...exchanges.flatMap((exchange) => [
      '---',
      `## You, ${minute(new Date(exchange.askedAt))}`,
      quoted(exchange.question),
      ...exchange.replies.map((reply, index) => replyMarkdown(reply, index, exchange, providers)),
    ]),
  ]
  return {
    name: fileName(input, 'md'),
    type: 'text/markdown;charset=utf-8',
    text: `${parts.join('\n\n')}\n`,
  }
}

function replyMarkdown(
  reply: Reply,
  index: number,
  exchange: Exchange,
  providers: readonly ProviderInfo[],
): string {
  const { replies, shown } = exchange
  const which = replies.length > 1 ? ` (answer ${index + 1} of ${replies.length})` : ''
  const receipt = receiptText(reply)
  return [
    `## Assistant${which}`,
    ...(reply.text === '' ? [] : [defused(reply.text.trimEnd())]),
    [
      `> Answered by ${attributionText(reply, providers)}`,
      `> Ended: ${reply.status}${reply.error ? `. ${oneLine(reply.error.message)}` : ''}`,
      ...(receipt === '' ? [] : [`> ${receipt}`]),
      ...(reply.mark ? [`> Marked as a ${reply.mark.value > 0 ? 'good' : 'bad'} reply`] : []),
      ...(index === shown ? [] : ['> Replaced by another answer']),
    ].join('\\\n'),
  ].join('\n\n')
}

/**
 * An answer as a file that any reader may draw: HTML stays text, and a picture becomes a link, so that
 * opening the file asks no address that a model wrote. Code is left as it is.
 */
function defused(markdown: string): string {
  if (isTooCostly(markdown)) return withoutMarkup(markdown)
  return parseMarkdown(markdown)
    .map(({ type, raw }) => {
      if (type === 'code') return raw
      const parts = raw.split(/(`+[^`\n]*`+)/)
      return parts.map((part, index) => (index % 2 === 1 ? part : withoutMarkup(part))).join('')
    })
    .join('')
}

function withoutMarkup(text: string): string {
  return text.replaceAll(/<(?=[a-z/!?])/gi, '&lt;').replaceAll('![', '\\![')
}

/** The same for programs. Nothing that is known is left out. */
export function exportJson(input: ExportInput): ExportedFile {
  const { conversationId, ticket, exchanges, providers, now } = input
  const document = {
    format: 'askdesk-conversation',
    version: 1,
    exportedAt: now.toISOString(),
    conversation: conversationId,
    ticket: ticket && { id: ticket.id, subject: ticket.subject },
    totals: conversationTotals(exchanges),
    exchanges: exchanges.map((exchange) => ({
      question: exchange.question,
      askedAt: time(exchange.askedAt),
      shown: exchange.shown,
      replies: exchange.replies.map((reply) => ({
        status: reply.status,
        text: reply.text,
        reasoning: reply.reasoning || undefined,
        asked: reply.asked,
        attribution: attributionOf(reply, providers),
        run: reply.run,
        receipt: reply.receipt,
        facts: receiptFacts(reply),
        error: reply.error,
        mark: reply.mark,
        startedAt: time(reply.startedAt),
        endedAt: reply.endedAt === undefined ? undefined : time(reply.endedAt),
      })),
    })),
  }
  return {
    name: fileName(input, 'json'),
    type: 'application/json',
    text: `${JSON.stringify(document, null, 2)}\n`,
  }
}

function fileName({ ticket, now }: ExportInput, extension: string): string {
  const about = ticket ? `ticket-${ticket.id}` : 'conversation'
  return `askdesk-${about}-${now.toISOString().slice(0, 10)}.${extension}`
}

function minute(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function time(ms: number): string {
  return new Date(ms).toISOString()
}

function quoted(text: string): string {
  return text.replaceAll(/^/gm, '> ')
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
