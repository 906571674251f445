import { expect, test } from 'vitest'
import { newReply, type Reply } from '../conversation/conversation.ts'
import { progressWords } from './progress-text.ts'

const asked = { provider: 'openrouter', model: 'auto' } as const

function reply(part: Partial<Reply>): Reply {
  return { ...newReply('r', asked, 0), status: 'complete', text: 'x', ...part }
}

function wordsAt(part: Partial<Reply>, now: number): string | null {
  return progressWords(reply({ text: '', ...part }), 'Groq', now)
}

test('progress is told in words that change with the time', () => {
  expect(wordsAt({ status: 'sending' }, 100)).toBe('Sending…')
  expect(wordsAt({ status: 'sending' }, 900)).toBe('Waiting for Groq…')
  expect(wordsAt({ status: 'waiting' }, 8000)).toBe('Waiting for Groq… 8 s')
  expect(wordsAt({ status: 'waiting', reasoning: 'hm' }, 900)).toBe('Groq is thinking…')
  expect(wordsAt({ status: 'answering', grewAt: 900 }, 1000)).toBe('Answering…')
  expect(wordsAt({ status: 'answering', grewAt: 900 }, 9900)).toMatch(
    /Nothing new from Groq for 9 s/,
  )
  expect(wordsAt({ status: 'answering', reconnecting: 2 }, 1000)).toBe('Reconnecting…')
  expect(wordsAt({ status: 'answering', reconnecting: 6 }, 1000)).toContain('Still no connection')
  expect(wordsAt({ status: 'complete' }, 1000)).toBeNull()
})

test('a busy provider is said to be asked again, with a countdown', () => {
  const busy: Partial<Reply> = { status: 'waiting', asksAgainAt: 3000 }
  expect(wordsAt(busy, 100)).toBe('Groq takes no more questions just now. Asking again in 3 s…')
  expect(wordsAt(busy, 2900)).toContain('in 1 s')
  expect(wordsAt(busy, 3000)).toBe('Waiting for Groq…')
  expect(wordsAt({ ...busy, status: 'answering', grewAt: 100 }, 200)).toBe('Answering…')
  expect(wordsAt({ ...busy, status: 'stopped' }, 200)).toBeNull()
})
