import { expect, test } from 'vitest'
import { createMasking } from '../redaction/secret-mask.ts'
import { gatewayProvider } from './gateway-provider.ts'

const mask = createMasking(['sk-canary-0123']).text

test.each([
  ['openai', 'openai'],
  ['x-ai.beta_2', 'x-ai.beta_2'],
  ['@my-slug', '@my-slug'],
  ['sk-canary-0123', undefined],
  ['is-sk-canary-0123', undefined],
  ['<b>', undefined],
  ['OpenAI is down', undefined],
  ['a'.repeat(65), undefined],
  ['', undefined],
])('%j as the provider is %j', (name, expected) => {
  expect(gatewayProvider({ 'x-portkey-provider': name }, mask)).toBe(expected)
})
