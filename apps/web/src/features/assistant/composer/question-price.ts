import type { ProviderInfo } from '@askdesk/contracts'
import { findModel, resolvesTo } from '../providers/provider-list.ts'
import { formatCost } from '../../../shared/format.ts'

/**
 * Says in a sentence what a question costs to ask: its tokens at the model's list price. How long the
 * answer will be nobody knows, so its price is given by the thousand tokens.
 */
export function questionPrice(
  provider: ProviderInfo | undefined,
  picked: string,
  tokens: number,
): string {
  const price = provider && findModel(provider, resolvesTo(provider, picked))?.price
  if (!price) return 'No list price of this model is known.'
  const day = price.asOf === undefined ? 'list price' : `list price of ${price.asOf}`
  const question = formatCost((tokens * price.input) / 1e6)
  const answer = formatCost(price.output / 1000)
  return `About ${question} to ask, and ${answer} for each thousand tokens of the answer (${day}).`
}
