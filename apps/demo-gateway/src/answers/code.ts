import type { Conversation } from './conversation.ts'
import { findFacts } from './facts.ts'
import type { Section } from './layout.ts'
import type { TicketText } from './ticket.ts'
import { bullets, logLine } from './wording.ts'

/** The code or log lines of the ticket in a block of their language, with the lines that stand out. */
export function showCode({ ticket, question }: Conversation): Section[] {
  const found = findCode(question) ?? (ticket && findCodeIn(ticket))
  if (!found) return [detailsAsJson(ticket)]
  const lines = found.code.split('\n')
  const telling = lines.filter((line) =>
    /error|exception|fail|fatal|denied|timeout|[45]\d\d\b/i.test(line),
  )
  return [
    { title: 'Found', essential: true, body: fenced(found.language, found.code) },
    {
      title: 'Lines that stand out',
      essential: true,
      body:
        telling.length > 0
          ? bullets(
              telling
                .slice(0, 4)
                .map(
                  (line) =>
                    `line ${lines.indexOf(line) + 1}: \`${line.trim().replace(/`/g, "'")}\``,
                ),
            )
          : 'None of them speaks of an error.',
    },
  ]
}

function detailsAsJson(ticket: TicketText | undefined): Section {
  const details = Object.fromEntries(
    (ticket ? findFacts(ticket) : []).map(({ label, values }) => [label.toLowerCase(), values]),
  )
  return {
    title: 'No code found',
    essential: true,
    body: `There is no code and no log in what was sent. The details that could be searched for:\n\n${fenced(
      'json',
      JSON.stringify({ ticket: ticket?.id ?? null, ...details }, null, 2),
    )}`,
  }
}

type Code = { readonly language: string; readonly code: string }

function findCodeIn(ticket: TicketText): Code | undefined {
  for (const message of ticket.messages.toReversed()) {
    const code = findCode(message.body)
    if (code) return code
  }
  return undefined
}

/** A fenced block, else at least two neighbouring lines that look like a log. */
function findCode(text: string): Code | undefined {
  const [, language = '', code] = /```(\w*)\n([\s\S]*?)\n?```/.exec(text) ?? []
  if (code !== undefined) return { language: language || guessLanguage(code), code }
  const lines = text.split('\n').filter((line) => logLine.test(line))
  return lines.length >= 2 ? { language: 'log', code: lines.join('\n') } : undefined
}

function guessLanguage(code: string): string {
  if (/^\s*[[{]/.test(code)) return 'json'
  if (/^\s*(?:select|insert|update|delete|with)\b/i.test(code)) return 'sql'
  if (/^\s*(?:\$|curl|npm|docker|sudo)\b/.test(code)) return 'bash'
  if (/\b(?:const|let|function|=>)\b/.test(code)) return 'js'
  if (/^\s*(?:def|import|from)\b/m.test(code)) return 'python'
  return 'text'
}

function fenced(language: string, code: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``
}
