import type { Ticket } from '@askdesk/contracts'
import { describe, expect, test } from 'vitest'
import { attributionOf, replyName } from '../attribution/attribution.ts'
import { newReply, type Reply } from '../conversation/conversation.ts'
import { errorTitle, providerAtFault, secondsLeft } from './error-text.ts'
import { progressWords } from './progress-text.ts'
import {
  bundledProviders,
  effectivePick,
  healthWords,
  modelOptions,
  otherProviders,
  providerOptions,
} from '../providers/provider-list.ts'
import { followUpSuggestions, openingSuggestions } from '../prompt/suggestions.ts'

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

describe('attribution', () => {
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
})

describe('what is offered', () => {
  test("OpenRouter's own auto model is not listed beside Auto", () => {
    const openrouter = providers.find(({ id }) => id === 'openrouter')
    const options = openrouter ? modelOptions(openrouter) : []
    expect(options.filter(({ label }) => label.toLowerCase().includes('auto'))).toEqual([
      { value: 'auto', label: 'Auto', leadsTo: 'OpenRouter chooses', isDisabled: false },
    ])
  })

  test("a choice's name holds the id of no other model", () => {
    for (const provider of providers) {
      const options = modelOptions(provider)
      for (const { id } of provider.models.filter((model) => model.id !== 'auto')) {
        const named = options.filter(({ label }) => label.split(/[ ,]+/).includes(id))
        expect(named.map(({ value }) => value)).toEqual([id])
      }
    }
    const groq = providers.find(({ id }) => id === 'groq')
    expect(groq && modelOptions(groq)).toContainEqual({
      value: 'llama-3.1-8b',
      label: 'Llama 3.1 8B · llama-3.1-8b, retired',
      leadsTo: 'gpt-oss-20b',
      isDisabled: false,
    })
  })

  test('a pick that is gone gives way to what there is', () => {
    const some = providers.map((one) => ({ ...one, configured: one.id !== 'aws' }))
    expect(effectivePick(some, null, null)).toEqual({ provider: 'openai', model: 'auto' })
    expect(effectivePick(some, { provider: 'aws', model: 'auto' }, null).provider).toBe('openai')
    expect(effectivePick(some, { provider: 'groq', model: 'gone' }, null)).toEqual({
      provider: 'groq',
      model: 'auto',
    })
    expect(effectivePick(some, null, { provider: 'groq', model: 'gpt-oss-20b' })).toEqual({
      provider: 'groq',
      model: 'gpt-oss-20b',
    })
  })

  test('health is told in words beside the name, with the time that was seen', () => {
    const seen = providers.map((one) =>
      one.id === 'groq' ? { ...one, health: { state: 'ok' as const, ttftMsP50: 420 } } : one,
    )
    const groq = providerOptions(seen).find(({ value }) => value === 'groq')
    expect(groq?.note).toBe('answering, first words after about 420 ms')
    expect(groq?.label).toBe(providerOptions(providers).find((one) => one.value === 'groq')?.label)
    expect(providerOptions(providers).every(({ note }) => note === undefined)).toBe(true)
    expect(healthWords({ state: 'degraded', ttftMsP50: 2100 })).toBe(
      'failing at times, first words after about 2.1 s',
    )
    expect(healthWords({ state: 'down', ttftMsP50: 2100 })).toBe('not answering now')
  })

  test('others that could answer are those set up, the healthy ones first', () => {
    const some = providers.map((one) => ({
      ...one,
      configured: one.id !== 'openrouter',
      health: { state: one.id === 'openai' ? ('down' as const) : ('unknown' as const) },
    }))
    expect(otherProviders(some, 'aws').map(({ id }) => id)).toEqual(['groq', 'openai'])
  })
})

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

test('a countdown counts from the failure', () => {
  expect(secondsLeft(5000, 1000, 1000)).toBe(5)
  expect(secondsLeft(5000, 1000, 5200)).toBe(1)
  expect(secondsLeft(5000, 1000, 9000)).toBe(0)
  expect(secondsLeft(undefined, 1000, 1000)).toBe(0)
})

const ticket: Ticket = {
  id: 1,
  subject: 'Bicicleta',
  status: 'open',
  priority: 'normal',
  assignee: null,
  requester: { name: 'Rui', email: 'rui@example.org' },
  tags: [],
  channel: 'email',
  language: 'pt-BR',
  createdAt: '2026-11-20T09:12:44.000Z',
  updatedAt: '2026-11-20T09:12:44.000Z',
  dueAt: null,
  version: 1,
  messages: [],
}

test('suggestions speak of the language, and do not repeat what was just asked', () => {
  expect(openingSuggestions(ticket)).toContain('Draft a reply in Portuguese')
  expect(openingSuggestions({ ...ticket, language: 'en-GB' })).toContain('Draft a reply')
  expect(followUpSuggestions(ticket, ['Draft a reply in Portuguese'])).not.toContain(
    'Draft a reply in Portuguese',
  )
  expect(followUpSuggestions(ticket, ['Make it shorter'])).not.toContain('Make it shorter')
  expect(followUpSuggestions(null, ['x', 'Make it shorter', 'y'])).toContain('Make it shorter')
})

test("an error that names no provider is Askdesk's own, unless what was picked is at fault", () => {
  const error = { message: 'm', type: 't', code: 'rate_limited', retryable: true } as const
  expect(providerAtFault({ ...error, provider: 'groq' }, 'aws')).toBe('groq')
  expect(providerAtFault(error, 'aws')).toBeUndefined()
  expect(providerAtFault({ ...error, code: 'not_configured' }, 'aws')).toBe('aws')
  expect(providerAtFault({ ...error, code: 'upstream_error' }, 'aws')).toBe('aws')
  const lost = { ...error, code: 'interrupted', type: 'network_error' } as const
  expect(providerAtFault(lost, 'aws')).toBeUndefined()
  expect(errorTitle(error, undefined)).toBe('Too many questions at once')
  expect(errorTitle({ ...error, code: 'overloaded' }, undefined)).toBe('Askdesk is overloaded')
})
