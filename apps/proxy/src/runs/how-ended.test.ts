import { expect, test } from 'vitest'
import { readStreamFacts } from '../portkey/outcome.ts'
import { cutShort } from './cut-short.ts'
import { howEnded } from './how-ended.ts'
import { judgeEnd, type Cause } from './judge-end.ts'

const asked = { providerId: 'groq', label: 'Groq', model: 'llama', traceId: 't-1' }
const text = 'data: {"choices":[{"delta":{"content":"word"}}]}\n\n'
const stop = 'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
const mask = (said: string): string => said.replaceAll('sk-canary', '*********')

function ended(tail: string, cause?: Cause, broke?: Error) {
  const judged = judgeEnd(tail, asked, cause, { hasText: true, mask })
  return howEnded({ ...judged, facts: readStreamFacts(tail), cause, broke }, mask)
}

const broken = (code: string): Error => Object.assign(new Error('terminated'), { code })

test.each([
  ['a good end', text + stop, undefined, { how: 'told' }],
  ['a good end, then a cut', text + stop, broken('UND_ERR_SOCKET'), { how: 'told' }],
  ['a clean end without a reason', text, undefined, { how: 'silent end' }],
  ['[DONE] without a reason', `${text}data: [DONE]\n\n`, undefined, { how: 'silent end' }],
  ['a reset', text, broken('ECONNRESET'), { how: 'connection reset', code: 'ECONNRESET' }],
  ['a cut', text, broken('UND_ERR_SOCKET'), { how: 'connection cut', code: 'UND_ERR_SOCKET' }],
  [
    'a reason that is not known',
    `${text}data: {"choices":[{"delta":{},"finish_reason":"tired"}]}\n\n`,
    undefined,
    { how: 'unknown finish reason' },
  ],
  [
    'an error of the provider, with its type and code',
    `${text}data: {"error":{"message":"Busy sk-canary","type":"server_error","code":"overloaded"}}\n\n`,
    undefined,
    { how: 'error event', kinds: 'overloaded server_error', said: 'Busy *********' },
  ],
])('%s', (_what, tail, broke, expected) => {
  expect(ended(tail, undefined, broke)).toEqual(expected)
})

test('our own ends say so, and why', () => {
  const drain: Cause = {
    outcome: 'interrupted',
    error: cutShort.inTheMiddle('The service is restarting.', asked).error,
    byUs: true,
  }
  expect(ended(text, drain)).toEqual({ how: 'by us', why: 'The service is restarting.' })
  expect(ended(text, { outcome: 'stopped', byUs: true })).toEqual({ how: 'by us' })
  const late: Cause = {
    outcome: 'interrupted',
    error: cutShort.byTime('stalled', asked, {
      firstByte: 1,
      idle: 1,
      wholeStream: 1,
      resumeWindow: 1,
      drain: 1,
    }).error,
    byUs: false,
  }
  expect(ended(text, late)).toEqual({ how: 'too late' })
  // The proof of the bytes comes first.
  expect(ended(text + stop, drain)).toEqual({ how: 'told' })
})
