import { expect, test } from 'vitest'
import { bundledProviders, findProvider } from '../providers/provider-list.ts'
import { questionPrice } from './question-price.ts'

const providers = bundledProviders(new Date('2026-11-26T12:00:00Z'))

test('the price of a question is said with the day of its list, or that there is none', () => {
  expect(questionPrice(findProvider(providers, 'aws'), 'auto', 5000)).toBe(
    'About $0.01 to ask, and $0.01 for each thousand tokens of the answer (list price of 2026-11-26).',
  )
  expect(questionPrice(findProvider(providers, 'openrouter'), 'auto', 5000)).toBe(
    'No list price of this model is known.',
  )
  // A retired model leads to its successor, whose price it is.
  expect(questionPrice(findProvider(providers, 'aws'), 'claude-3-haiku', 5000)).toMatch(/^About \$/)
  expect(questionPrice(undefined, 'auto', 1)).toBe('No list price of this model is known.')
})
