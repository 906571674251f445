import { expect, test } from 'vitest'
import { defaultCatalogue } from './catalogue.ts'
import { priceOf, worstCase } from './price.ts'

const price = { input: 2, output: 10, cachedInput: 0.2, cacheWrite: 2.5, asOf: '2026-11-26' }
const usage = { promptTokens: 1_000_000, completionTokens: 100_000, totalTokens: 1_100_000 }

test('tokens cost what the list says of their kind', () => {
  expect(priceOf({ price }, usage)).toEqual({
    amount: 3,
    currency: 'USD',
    is: 'list',
    listDate: '2026-11-26',
  })
  const cached = { ...usage, cachedTokens: 500_000, cacheWriteTokens: 100_000 }
  expect(priceOf({ price }, cached)?.amount).toBe(2.15)
  expect(priceOf({ price: { input: 2, output: 10 } }, cached)).toEqual({
    amount: 3,
    currency: 'USD',
    is: 'list',
  })
  expect(priceOf({}, usage)).toBeUndefined()
})

test('the worst case is never less than the price', () => {
  expect(worstCase({ price }, 1_000_000, 100_000)).toBe(3.5)
  const written = { ...usage, cacheWriteTokens: 1_000_000 }
  expect(priceOf({ price }, written)?.amount).toBe(3.5)
  expect(worstCase({}, 1, 1)).toBeUndefined()
})

test('each price of the catalogue says where and when it was read', () => {
  const models = defaultCatalogue.providers.flatMap((provider) => provider.models)
  const unsourced = models.filter(
    ({ price: list }) => list && !(/^\d{4}-\d\d-\d\d$/.test(list.asOf ?? '') && list.source),
  )
  expect(unsourced).toEqual([])
})
