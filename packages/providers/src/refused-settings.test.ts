import { expect, test } from 'vitest'
import { defaultCatalogue, refusedSettings } from './index.ts'
import { applyOverlay } from './overlay.ts'

test.each([
  ['claude-sonnet-5', ['temperature', 'top_p', 'forced_tool']],
  ['claude-opus-5-5', ['temperature', 'top_p', 'forced_tool']],
  ['anthropic/claude-opus-5.5', ['temperature', 'forced_tool']],
  ['us.anthropic.claude-sonnet-5-5-v1:0', ['temperature', 'forced_tool']],
  ['claude-haiku-5-5', ['temperature', 'top_p', 'top_k']],
  ['claude-haiku-4-5-20251001', ['top_p_with_temperature']],
])('%s refuses %j', (upstream, refused) => {
  expect(refusedSettings({ id: 'm', label: 'M', upstream })).toEqual(
    expect.arrayContaining(refused),
  )
})

test.each([
  'claude-3-5-sonnet-20241022',
  'claude-3-haiku-20240307',
  'claude-sonnet-4-20250514',
  'gpt-4.1',
  'openai/gpt-oss-120b',
  'openrouter/auto',
])('%s is not known to refuse anything', (upstream) => {
  expect(refusedSettings({ id: 'm', label: 'M', upstream })).toEqual([])
})

test('a forced tool may go to Claude Haiku 5.5', () => {
  expect(refusedSettings({ id: 'm', label: 'M', upstream: 'claude-haiku-5-5' })).not.toContain(
    'forced_tool',
  )
})

test('a catalogue file says otherwise, for a model of the list and a new one', () => {
  const result = applyOverlay(defaultCatalogue, {
    providers: [
      { id: 'aws', models: [{ id: 'claude-sonnet-5', refuses: [] }] },
      { id: 'openai', models: [{ id: 'o9', refuses: ['temperature', 'top_p'] }] },
    ],
  })
  if (!result.ok) throw new Error(result.problems.join('\n'))
  const models = result.catalogue.providers.flatMap((provider) => provider.models)
  const refusedBy = (id: string) => models.filter((model) => model.id === id).map(refusedSettings)
  expect(refusedBy('claude-sonnet-5')).toEqual([[]])
  expect(refusedBy('o9')).toEqual([['temperature', 'top_p']])
  expect(
    applyOverlay(defaultCatalogue, {
      providers: [{ id: 'openai', models: [{ id: 'o9', refuses: ['heat'] }] }],
    }).ok,
  ).toBe(false)
})
