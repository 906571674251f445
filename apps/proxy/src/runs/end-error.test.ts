import { expect, test } from 'vitest'
import { judgeEnd } from './judge-end.ts'

const asked = { providerId: 'openai', label: 'OpenAI', model: 'gpt-4.1', traceId: 'trace-1' }

const mask = (text: string) => text.replaceAll('sk-secret', '***')

function ended(event: string, hasText: boolean) {
  return judgeEnd(`${event}\n\n`, asked, undefined, { hasText, mask })
}

const failed = (error: object) => `data: ${JSON.stringify({ error })}`
const finished = (reason: string) =>
  `data: ${JSON.stringify({ choices: [{ finish_reason: reason }] })}`

test.each([
  [{ code: 402, message: 'Insufficient credits' }, 'budget_exceeded', 402],
  [
    { type: 'insufficient_quota', message: 'You exceeded your current quota' },
    'budget_exceeded',
    402,
  ],
  [{ message: 'prompt is too long: 210000 tokens > 200000 maximum' }, 'context_too_long', 400],
  [{ type: 'overloaded_error', message: 'Overloaded' }, 'overloaded', 503],
  [{ code: 403, metadata: { reasons: ['violence'] } }, 'content_filtered', 422],
  [{ message: 'No idea' }, 'upstream_error', 502],
])('an error in a stream, %j, is %s', (error, code, status) => {
  for (const hasText of [false, true]) {
    const judged = ended(failed(error), hasText)
    expect(judged).toMatchObject({ outcome: 'error', error: { code, status } })
    expect(judged.error?.message).toContain('OpenAI')
  }
})

test.each([
  ['an error', failed({ type: 'overloaded_error' })],
  ['a cut', 'data: {"choices":[]}'],
])('after %s, text is said to be kept only where there is some', (_what, event) => {
  expect(ended(event, true).error?.message).toContain('The text so far is kept')
  expect(ended(event, false).error?.message).not.toContain('kept')
})

test('a reason that is not known is named, without secrets and signs', () => {
  const judged = ended(finished('pause_turn <b>sk-secret'), true)
  expect(judged).toMatchObject({ outcome: 'interrupted', error: { code: 'interrupted' } })
  expect(judged.error?.message).toContain('“pause_turn b”')
})

test('a refusal is told apart from one in the middle', () => {
  expect(ended(finished('refusal'), false).error?.message).toContain('declined to answer')
  expect(ended(finished('refusal'), true).error?.message).toContain('ended this reply')
})
