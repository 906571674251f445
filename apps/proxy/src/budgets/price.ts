import type { Model } from '@askdesk/providers'

export function worstCase(
  { price }: Model,
  promptTokens: number,
  maxTokens: number,
): number | undefined {
  if (!price) return undefined
  return (promptTokens * price.input + maxTokens * price.output) / 1e6
}
