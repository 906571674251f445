import { expect, test } from 'vitest'
import { newReply, type Exchange, type Reply } from '../conversation/conversation.ts'
import { internalReason } from './internal-reason.ts'

function exchange(question: string, reply: Partial<Reply> = {}): Exchange {
  const asked = { provider: 'groq', model: 'auto' }
  const answered: Reply = {
    ...newReply(`reply to ${question}`, asked, 0),
    status: 'complete',
    text: 'Dear Anna, …',
    ...reply,
  }
  return { id: question, question, askedAt: 0, replies: [answered], shown: 0 }
}

function reasonFor(...exchanges: Exchange[]) {
  return exchanges.slice(-1).map((last) => {
    const [reply = newReply('', { provider: 'groq', model: 'auto' }, 0)] = last.replies
    return internalReason(exchanges, last, reply)
  })[0]
}

test.each([
  ['Summarise this ticket', 'summary'],
  ['TL;DR please', 'summary'],
  ['Fasse das Ticket zusammen', 'summary'],
  ['要約して', 'summary'],
  ['Gib mir einen Überblick', 'summary'],
  ['What is the customer really asking for?', 'summary'],
  ['What should I do next?', 'steps'],
  ['List the next steps', 'steps'],
  ['Was soll ich tun?', 'steps'],
])('an answer to “%s” is for the team: %s', (question, reason) => {
  expect(reasonFor(exchange(question))).toBe(reason)
})

test.each([
  'Draft a reply',
  'Draft a reply in German',
  'Write a reply that summarises the next steps',
  'Schreibe eine Antwort',
  'Make it friendlier',
  'How long is the warranty?',
])('an answer to “%s” may be a draft', (question) => {
  expect(reasonFor(exchange(question))).toBeUndefined()
})

test('a shorter summary is still a summary, and a shorter draft a draft', () => {
  const shorter = exchange('Make it shorter')
  const friendlier = exchange('Make it friendlier')
  expect(reasonFor(exchange('Summarise this ticket'), shorter, friendlier)).toBe('summary')
  expect(reasonFor(exchange('Draft a reply'), shorter, friendlier)).toBeUndefined()
  expect(reasonFor(exchange('Hm', { text: '**Next steps**\n1. …' }), shorter)).toBe('steps')
})

test.each([
  ['Résumé : le client attend.', 'summary'],
  ['Zusammenfassung', 'summary'],
  ['**Nächste Schritte**\n1. …', 'steps'],
])('an answer that begins “%s” is for the team', (text, reason) => {
  expect(reasonFor(exchange('Hm', { text }))).toBe(reason)
})

test.each(['Summaryless', 'Resumenes cortos', 'Nächste Schrittek'])('“%s” is no title', (text) => {
  expect(reasonFor(exchange('Hm', { text }))).toBeUndefined()
})

test.each(['length', 'stopped', 'interrupted', 'filtered'] as const)(
  'an answer that ended as %s is not finished',
  (status) => expect(reasonFor(exchange('Draft a reply', { status }))).toBe('unfinished'),
)

test('an answer that read internal notes comes before all', () => {
  expect(reasonFor(exchange('Draft a reply', { readNotes: true, status: 'length' }))).toBe('notes')
})
