import { anthropicShape } from './anthropic.ts'
import { bedrockShape } from './bedrock.ts'
import { groqShape } from './groq.ts'
import { openaiShape } from './openai.ts'
import { openrouterShape } from './openrouter.ts'
import type { Family, WireShape } from './types.ts'

/** Stream shape by provider family. */
export const shapes: Readonly<Record<Family, WireShape>> = {
  openai: openaiShape,
  anthropic: anthropicShape,
  bedrock: bedrockShape,
  groq: groqShape,
  openrouter: openrouterShape,
}
