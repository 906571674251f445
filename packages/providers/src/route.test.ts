import { describe, expect, test } from 'vitest'
import { defaultCatalogue, resolveRoute, type RouteResult } from './index.ts'

const today = new Date('2026-11-22T12:00:00Z')

function route(provider: string, model?: string, now = today): RouteResult {
  return resolveRoute(defaultCatalogue, provider, model, now)
}

function summary(result: RouteResult): unknown {
  if (!result.ok) return result.code
  return [result.route.requestedModel, result.route.model.id, result.route.reason]
}

describe('routes', () => {
  test.each([
    ['aws', 'claude-3-haiku', 'claude-haiku-4-5', 'retired'],
    ['aws', 'claude-3-5-sonnet', 'claude-sonnet-5', 'retired'],
    ['openai', 'gpt-4o-mini', 'gpt-4o-mini', undefined],
    ['openai', 'gpt-4.1-mini', 'gpt-4.1-mini', undefined],
    ['openai', 'gpt-4.1', 'gpt-4.1', undefined],
    ['groq', 'llama-3.1-70b', 'gpt-oss-120b', 'retired'],
    ['groq', 'llama-3.1-8b', 'gpt-oss-20b', 'retired'],
    ['groq', 'mixtral-8x7b', 'gpt-oss-20b', 'retired'],
    ['openrouter', 'auto', 'auto', 'auto'],
    ['openrouter', 'gemini-pro-1.5', 'gemini-3.1-pro-preview', 'retired'],
    ['openrouter', 'llama-3.1-70b', 'llama-3.1-70b', undefined],
  ])('%s %s is answered by %s (%s)', (provider, model, routed, reason) => {
    expect(summary(route(provider, model))).toEqual([model, routed, reason])
  })

  test('no model and "auto" both mean the default', () => {
    expect(summary(route('openai'))).toEqual(['auto', 'gpt-4.1-mini', 'auto'])
    expect(summary(route('openai', 'auto'))).toEqual(['auto', 'gpt-4.1-mini', 'auto'])
  })

  test('a retiring model turns into its successor on its day, defaults included', () => {
    const later = new Date('2027-01-14T00:00:00Z')
    expect(summary(route('openai', 'gpt-4.1', later))).toEqual(['gpt-4.1', 'gpt-6-luna', 'retired'])
    expect(summary(route('openai', undefined, later))).toEqual(['auto', 'gpt-6-luna', 'auto'])
  })

  test('unknown names are refused with what would work', () => {
    const provider = route('azure')
    expect(provider).toMatchObject({ ok: false, code: 'unknown_provider' })
    expect(!provider.ok && provider.message).toContain('aws, openai, groq, openrouter')
    const model = route('groq', 'gpt-4.1')
    expect(model).toMatchObject({ ok: false, code: 'unknown_model' })
    expect(!model.ok && model.message).toContain('mixtral-8x7b')
  })

  test('successors that point at each other end in a refusal, not in a loop', () => {
    const model = { upstream: 'x', label: 'X', status: 'retired' as const }
    const catalogue = {
      providers: [
        {
          id: 'groq' as const,
          label: 'Groq',
          strength: '',
          portkeyProvider: 'groq',
          defaultModel: 'a',
          models: [
            { ...model, id: 'a', successor: 'b' },
            { ...model, id: 'b', successor: 'a' },
          ],
        },
      ],
    }
    expect(resolveRoute(catalogue, 'groq', 'a', today)).toMatchObject({ code: 'model_retired' })
  })
})
