import { expect, test } from 'vitest'
import { secretsOfConfig } from './secrets.ts'

test('every text in an inline configuration counts as secret but the names of what there is', () => {
  const config = {
    strategy: { mode: 'fallback', on_status_codes: [429] },
    targets: [
      { provider: 'openai', api_key: 'sk-inline-1', override_params: { model: 'gpt-4.1-mini' } },
      { virtual_key: 'vk-2', custom_headers: { authorization: 'Bearer deep-3' } },
    ],
    odd: [['list-4']],
  }
  expect(secretsOfConfig(JSON.stringify(config)).toSorted()).toEqual(
    [
      'Bearer deep-3',
      'deep-3',
      'list-4',
      'list-4',
      'sk-inline-1',
      'sk-inline-1',
      'vk-2',
      'vk-2',
    ].toSorted(),
  )
  expect(secretsOfConfig('pc-my-config')).toEqual([])
  expect(secretsOfConfig(undefined)).toEqual([])
})
