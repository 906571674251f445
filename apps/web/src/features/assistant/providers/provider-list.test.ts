import { expect, test } from 'vitest'
import {
  bundledProviders,
  effectivePick,
  healthWords,
  modelOptions,
  otherProviders,
  providerOptions,
} from './provider-list.ts'

const providers = bundledProviders(new Date('2026-11-22T12:00:00Z'))

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
