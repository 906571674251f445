import type { Usage } from '@askdesk/contracts'
import type { ChunkUsage } from './chunk.ts'

/**
 * Tokens as we count them: `promptTokens` are all that went in. Anthropic's count leaves out what was
 * read from a cache or written to one, everybody else's includes it; the total tells which it is.
 */
export function readUsage(usage: ChunkUsage): Usage {
  const { prompt_tokens: prompt, completion_tokens: completionTokens } = usage
  const cached = usage.prompt_tokens_details?.cached_tokens ?? usage.cache_read_input_tokens ?? 0
  const written =
    usage.prompt_tokens_details?.cache_write_tokens ?? usage.cache_creation_input_tokens ?? 0
  const reasoning = usage.completion_tokens_details?.reasoning_tokens ?? 0
  const beside = cached + written
  const total = usage.total_tokens ?? prompt + completionTokens
  const leavesOut = beside > 0 && (total - prompt - completionTokens >= beside || beside > prompt)
  const promptTokens = leavesOut ? prompt + beside : prompt
  return {
    promptTokens,
    completionTokens,
    totalTokens: Math.max(total, promptTokens + completionTokens),
    ...(cached > 0 && { cachedTokens: cached }),
    ...(written > 0 && { cacheWriteTokens: written }),
    ...(reasoning > 0 && { reasoningTokens: reasoning }),
  }
}
