import type { Cost, Usage } from '@askdesk/contracts'
import type { Model } from './types.ts'

const perMillion = 1e6

/** Prices a reply by its model's price list; undefined where there is none. */
export function priceOf({ price }: Pick<Model, 'price'>, usage: Usage): Cost | undefined {
  if (!price) return undefined
  const { cachedTokens: cached = 0, cacheWriteTokens: written = 0 } = usage
  const fresh = Math.max(0, usage.promptTokens - cached - written)
  const amount =
    fresh * price.input +
    cached * (price.cachedInput ?? price.input) +
    written * (price.cacheWrite ?? price.input) +
    usage.completionTokens * price.output
  return {
    amount: Number((amount / perMillion).toPrecision(6)),
    currency: 'USD',
    is: 'list',
    ...(price.asOf !== undefined && { listDate: price.asOf }),
  }
}

/** The most that a question can cost, in US dollars: nothing is cached, and the answer is as long as it may be. */
export function worstCase(
  { price }: Pick<Model, 'price'>,
  promptTokens: number,
  maxTokens: number,
): number | undefined {
  if (!price) return undefined
  const dearestInput = Math.max(price.input, price.cacheWrite ?? 0)
  return (promptTokens * dearestInput + maxTokens * price.output) / perMillion
}
