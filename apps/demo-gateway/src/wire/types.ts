/** The provider families whose stream shapes are played, by Portkey's names. */
export const families = ['openai', 'anthropic', 'bedrock', 'groq', 'openrouter'] as const
export type Family = (typeof families)[number]

export type TokenUsage = { readonly promptTokens: number; readonly completionTokens: number }

/** Fields repeated by every chunk of one reply, decided once before the first byte. */
export type ReplyFacts = {
  readonly id: string
  /** Milliseconds since the epoch; chunks carry seconds, OpenRouter's keep-alives milliseconds. */
  readonly createdMs: number
  readonly requestedModel: string
  /** The id the provider answers under: a dated snapshot, or another model where a router chose. */
  readonly model: string
  readonly fingerprint: string
  readonly includeUsage: boolean
  /** Portkey's strict OpenAI compliance; off, Claude's own words and blocks come through. */
  readonly strict: boolean
  /** Undefined plays a provider that forgot to report it. */
  readonly usage: TokenUsage | undefined
}

export type FinishReason = 'stop' | 'length' | 'content_filter' | 'tool_calls' | 'refusal'

export type ToolCall = {
  readonly id: string
  readonly name: string
  /** The JSON arguments, in the pieces in which they stream. */
  readonly argumentPieces: readonly string[]
}

export type Chunk = Readonly<Record<string, unknown>>

/** A reply broken off by the provider: the payloads that say so (if any) and whether `[DONE]` follows. */
export type MidError = { readonly chunks: readonly Chunk[]; readonly done: boolean }

/** How one provider's stream looks once it has come through Portkey. Pure: facts in, chunks out. */
export type WireShape = {
  readonly opening: (reply: ReplyFacts) => Chunk[]
  readonly text: (reply: ReplyFacts, text: string, isFirst: boolean) => Chunk
  readonly reasoning: (reply: ReplyFacts, thought: string) => Chunk[]
  readonly refusal: (reply: ReplyFacts, text: string, isFirst: boolean) => Chunk
  /** Everything before the finish chunk of a reply that calls a tool. */
  readonly toolCall: (reply: ReplyFacts, call: ToolCall) => Chunk[]
  /** The finish chunk, and usage where this provider puts it. */
  readonly ending: (reply: ReplyFacts, reason: FinishReason) => Chunk[]
  readonly midError: (reply: ReplyFacts) => MidError
}
