import { expect, test } from 'vitest'
import { newReply, type Reply } from '../conversation/conversation.ts'
import { endingWords } from './ending-text.ts'
import { waitWords } from './error-text.ts'

const ended = (changes: Partial<Reply>): Reply => ({
  ...newReply('a', { provider: 'openai', model: 'auto' }, 0),
  status: 'complete',
  ...changes,
})
const cut = {
  provider: 'openai',
  requestedModel: 'auto',
  answeredBy: { provider: 'openai', model: 'm' },
  ttftMs: 1,
  durationMs: 2,
  usageIs: 'reported' as const,
  finishReason: 'pause_turn',
  traceId: 't',
}

test.each<[Partial<Reply>, string | null]>([
  [{ text: 'x' }, null],
  [{}, 'The answer was empty.'],
  [{ reasoning: 'hm' }, 'The model thought about it, and then wrote no answer.'],
  [{ status: 'length', text: 'x' }, 'The answer reached its length limit.'],
  [
    { status: 'length', reasoning: 'hm' },
    'Thinking used the whole length that an answer may have, so none came.',
  ],
  [{ status: 'length' }, 'The length limit was reached before an answer came.'],
  [{ status: 'filtered' }, 'The provider declined to answer.'],
  [{ status: 'filtered', text: 'x' }, 'The provider declined to go on.'],
  [
    { tools: ['search'] },
    'Instead of answering, the model asked for the tool “search”, which is not offered here.',
  ],
  [
    { tools: ['search', 'pay'], text: 'x' },
    'The model also asked for the tools “search”, “pay”, which are not offered here.',
  ],
  [{ status: 'interrupted', text: 'x', receipt: cut }, 'This answer was cut off (“pause_turn”).'],
  [{ status: 'interrupted', text: 'x' }, 'This answer was cut off.'],
  [{ status: 'interrupted', endedAs: 'paused' }, 'This answer ended as “paused”.'],
])('%j: %s', (changes, words) => {
  expect(endingWords(ended(changes))).toBe(words)
})

test.each([
  [1, '1 s'],
  [89, '89 s'],
  [90, '2 minutes'],
  [1512, '25 minutes'],
  [5399, '2 hours'],
  [86_400, '24 hours'],
  [200_000, '2 days'],
])('%i seconds are said as %s', (seconds, words) => {
  expect(waitWords(seconds)).toBe(words)
})
