import { expect, test } from 'vitest'
import { newReply, type Reply } from '../conversation/conversation.ts'
import { bundledProviders } from '../providers/provider-list.ts'
import { attributionOf, replyName } from './attribution.ts'

const providers = bundledProviders(new Date('2026-11-22T12:00:00Z'))
const asked = { provider: 'openrouter', model: 'auto' } as const

function reply(part: Partial<Reply>): Reply {
  return { ...newReply('r', asked, 0), status: 'complete', text: 'x', ...part }
}

const run = {
  runId: 'run',
  provider: 'openrouter',
  requestedModel: 'auto',
  routedProvider: 'openrouter',
  routedModel: 'auto',
  reason: 'auto',
  traceId: 't',
} as const

test("OpenRouter's own choice is named, before and after the receipt", () => {
  const chosen = { answeredBy: 'OpenRouter · google/gemini-2.5-pro', asked: 'Auto' }
  expect(
    attributionOf(reply({ run, answeringModel: 'google/gemini-2.5-pro' }), providers),
  ).toMatchObject({ ...chosen, reason: 'OpenRouter chose' })
})

test('a fallback names both providers and the reason', () => {
  const fallback = {
    ...run,
    provider: 'aws',
    requestedModel: 'claude-sonnet-5',
    routedProvider: 'groq',
    routedModel: 'gpt-oss-120b',
    reason: 'fallback',
  } as const
  const fellBack = reply({
    run: fallback,
    asked: { provider: 'aws', model: 'claude-sonnet-5' },
    answeringModel: 'openai/gpt-oss-120b',
  })
  expect(attributionOf(fellBack, providers)).toEqual({
    providerId: 'groq',
    answeredBy: 'Groq · gpt-oss-120b',
    asked: 'AWS Claude · claude-sonnet-5',
    reason: 'AWS Claude could not answer, so Groq did',
    exactId: 'openai/gpt-oss-120b',
  })
})

test('nobody is said to have answered before anybody did', () => {
  expect(attributionOf(reply({}), providers)).toBeNull()
  expect(replyName(reply({ status: 'waiting', text: '', run }), providers)).toBe(
    'Assistant, waiting for OpenRouter',
  )
  expect(replyName(reply({ status: 'error', text: '', run }), providers)).toBe(
    'Assistant, no answer from OpenRouter',
  )
})
