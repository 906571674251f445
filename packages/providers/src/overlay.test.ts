import { expect, test } from 'vitest'
import { applyOverlay } from './overlay.ts'
import { defaultCatalogue, modelStatus, resolveRoute } from './index.ts'

const today = new Date('2026-11-22T12:00:00Z')

test('an overlay adds, changes and removes models', () => {
  const result = applyOverlay(defaultCatalogue, {
    providers: [
      {
        id: 'groq',
        defaultModel: 'kimi-k3',
        models: [
          { id: 'kimi-k3', label: 'Kimi K3', upstream: 'moonshotai/kimi-k3' },
          { id: 'llama-3.1-8b', status: 'live' },
          { id: 'gpt-oss-120b', remove: true },
          { id: 'llama-3.1-70b', successor: 'kimi-k3' },
        ],
      },
    ],
  })
  if (!result.ok) throw new Error(result.problems.join('\n'))
  const groq = result.catalogue.providers.find((provider) => provider.id === 'groq')
  // Whatever the catalogue has: one of these is taken away, and one is added behind them.
  const before = defaultCatalogue.providers.find((provider) => provider.id === 'groq')?.models
  const left = before?.map((model) => model.id).filter((id) => id !== 'gpt-oss-120b')
  expect(left).toContain('llama-3.1-8b')
  expect(new Set(groq?.models.map((model) => model.id))).toEqual(
    new Set([...(left ?? []), 'kimi-k3']),
  )
  const kept = groq?.models.find((model) => model.id === 'llama-3.1-8b')
  expect(kept && modelStatus(kept, today)).toBe('live')
  expect(kept?.label).toBe('Llama 3.1 8B')
  const routed = resolveRoute(result.catalogue, 'groq', 'llama-3.1-70b', today)
  expect(routed.ok && routed.route.model.upstream).toBe('moonshotai/kimi-k3')
})

test('every problem of a file is named with its place', () => {
  const result = applyOverlay(defaultCatalogue, {
    providers: [
      { id: 'openai', models: [{ id: 'x', retiresOn: 'soon' }] },
      { id: 'azure' },
      { id: 'groq', modles: [] },
    ],
  })
  const text = result.ok ? '' : result.problems.join('\n')
  expect(text).toContain('providers.0.models.0.retiresOn')
  expect(text).toContain('providers.1.id')
  expect(text).toContain('modles')
})

test('references to models that are not there are problems', () => {
  const result = applyOverlay(defaultCatalogue, {
    providers: [
      { id: 'openai', defaultModel: 'gpt-9', models: [{ id: 'gpt-4.1', successor: 'gpt-10' }] },
      { id: 'groq', models: [{ id: 'nope', remove: true }] },
    ],
  })
  expect(result).toEqual({
    ok: false,
    problems: [
      'providers.groq.models.nope: no such model to remove.',
      'providers.openai.defaultModel: there is no model “gpt-9”.',
      'providers.openai.models.gpt-4.1.successor: there is no model “gpt-10”.',
    ],
  })
})
