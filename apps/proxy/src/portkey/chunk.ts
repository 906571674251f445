import { z } from 'zod'
import { upstreamErrorSchema } from '../errors/upstream-words.ts'

const count = z.number().min(0).nullish().catch(undefined)

/** Providers put the kinds of tokens in different places; the names are those that Portkey passes on. */
const usageSchema = z.object({
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  total_tokens: z.number().nullish().catch(undefined),
  prompt_tokens_details: z
    .object({ cached_tokens: count, cache_write_tokens: count })
    .nullish()
    .catch(undefined),
  completion_tokens_details: z.object({ reasoning_tokens: count }).nullish().catch(undefined),
  cache_read_input_tokens: count,
  cache_creation_input_tokens: count,
  /** In US dollars: OpenRouter reports it with every reply. */
  cost: z.number().min(0).max(10_000).nullish().catch(undefined),
})
export type ChunkUsage = z.infer<typeof usageSchema>

const errorSchema = z.union([z.string(), upstreamErrorSchema])

/**
 * Fields read of a chat completion chunk. Everything is optional: providers leave out
 * `choices`, send them empty, or send the usage alone.
 */
const chunkSchema = z.object({
  model: z.string().nullish().catch(undefined),
  provider: z.string().nullish().catch(undefined),
  usage: usageSchema.nullish().catch(undefined),
  error: errorSchema.nullish().catch('error'),
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish().catch(undefined),
        delta: z
          .object({ content: z.string().nullish().catch(undefined) })
          .nullish()
          .catch(undefined),
      }),
    )
    .nullish()
    .catch(undefined),
})
export type Chunk = z.infer<typeof chunkSchema>

/** A chunk of a stream, or undefined for what is not one (`[DONE]`, broken JSON, a bare array). */
export function parseChunk(data: string): Chunk | undefined {
  if (!data.startsWith('{')) return undefined
  try {
    const parsed = chunkSchema.safeParse(JSON.parse(data))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
