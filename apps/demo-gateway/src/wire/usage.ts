import type { Chunk, TokenUsage } from './types.ts'

/** About four characters make a token: near enough for a stand-in that says it is one. */
export function estimateTokens(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4))
}

/** The `usage` object of OpenAI's format. */
export function usageFields(usage: TokenUsage): {
  prompt_tokens: number
  completion_tokens: number
  total_tokens: number
} {
  return {
    prompt_tokens: usage.promptTokens,
    completion_tokens: usage.completionTokens,
    total_tokens: usage.promptTokens + usage.completionTokens,
  }
}

/** OpenAI and Claude also say how much of the prompt came from a cache. */
export function usageWithCache(usage: TokenUsage): Chunk {
  return { ...usageFields(usage), prompt_tokens_details: { cached_tokens: 0 } }
}
