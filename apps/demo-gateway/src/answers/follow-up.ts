import type { Conversation } from './conversation.ts'
import { findFacts } from './facts.ts'
import type { Section } from './layout.ts'
import { namedLanguage, phrasesFor } from './phrases.ts'
import { bullets, firstSentence, shorten } from './wording.ts'

/** The previous answer, cut to its first points. */
export function makeShorter({ previousAnswer = '' }: Conversation): Section[] {
  const lines = contentLines(previousAnswer)
    .slice(0, 3)
    .map((line) => firstSentence(line, 140))
  return [
    { title: 'Shorter', essential: true, body: lines.join('\n') || 'There was nothing to cut.' },
  ]
}

/** The previous answer again, with what else the ticket holds. */
export function makeLonger({ previousAnswer = '', ticket }: Conversation): Section[] {
  return [
    { title: 'Again, in full', essential: true, body: shorten(bodyOf(previousAnswer), 1500) },
    {
      title: 'From the thread',
      essential: true,
      body: bullets(
        (ticket?.messages ?? []).map(
          (message) =>
            `${message.at} · ${message.author || message.kind} (${message.kind}): ${shorten(message.body.replace(/\s+/g, ' '), 260)}`,
        ),
      ),
    },
    {
      title: 'Details',
      body: bullets(
        (ticket ? findFacts(ticket) : []).map(
          ({ label, values }) => `${label}: ${values.join(', ')}`,
        ),
      ),
    },
  ]
}

/** The previous answer with a warm sentence after its opening. */
export function makeFriendlier({ previousAnswer = '', ticket, question }: Conversation): Section[] {
  const { warm } = phrasesFor(namedLanguage(question) ?? ticket?.language).phrases
  const [first = '', ...rest] = bodyOf(previousAnswer).split('\n\n')
  return [
    { title: 'Friendlier', essential: true, body: [first, warm, ...rest].join('\n\n') },
    {
      title: 'What changed',
      body: 'One sentence was added. A model would choose every word anew.',
    },
  ]
}

/** An answer without its opening remarks and headings, everything else in its place. */
function bodyOf(answer: string): string {
  return answer
    .split('\n')
    .filter((line) => !isFurniture(line.trim()))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function contentLines(answer: string): string[] {
  return bodyOf(answer)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== '>')
}

function isFurniture(line: string): boolean {
  return /^(?:\*[^*].*\*|#{1,6} .*|\*\*[^*]+\*\*|-{3,}|Earlier in this conversation.*)$/.test(line)
}
