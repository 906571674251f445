import type { Family } from './types.ts'

/** Ids under which providers answer when an alias was asked for. */
const snapshots: Readonly<Record<string, string>> = {
  'gpt-4o-mini': 'gpt-4o-mini-2024-07-18',
  'gpt-4.1-mini': 'gpt-4.1-mini-2025-04-14',
  'gpt-4.1': 'gpt-4.1-2025-04-14',
  'claude-haiku-4-5': 'claude-haiku-4-5-20251001',
  // The router picks a model and says which.
  'openrouter/auto': 'google/gemini-2.5-pro',
}

/** The id in the reply's chunks for the id in the request. */
export function answeringModel(requested: string): string {
  return snapshots[requested] ?? requested
}

const retired: Readonly<Record<Family, RegExp | undefined>> = {
  openai: undefined,
  anthropic: /^claude-3-(?:haiku|5-sonnet|5-haiku|opus|sonnet)/,
  bedrock: /claude-3-(?:haiku|5-sonnet|opus|sonnet)/,
  groq: /^(?:llama-3\.[13]-70b-versatile|llama-3\.1-8b-instant|mixtral-8x7b-32768)$/,
  openrouter: /^google\/gemini-(?:pro|flash)-1\.5$/,
}

/** Whether the provider has shut this id down; any other id is answered, as this is a demo. */
export function isRetired(family: Family, model: string): boolean {
  return retired[family]?.test(model) ?? false
}

/** Models that `GET /v1/models` lists for a provider. */
export const listedModels: Readonly<Record<Family, readonly string[]>> = {
  openai: ['gpt-4o-mini', 'gpt-4.1-mini', 'gpt-4.1', 'gpt-6-luna'],
  anthropic: ['claude-sonnet-5', 'claude-haiku-4-5'],
  bedrock: ['us.anthropic.claude-sonnet-5-v1:0', 'us.anthropic.claude-haiku-4-5-20251001-v1:0'],
  groq: ['openai/gpt-oss-120b', 'openai/gpt-oss-20b'],
  openrouter: [
    'openrouter/auto',
    'meta-llama/llama-3.1-70b-instruct',
    'google/gemini-3.1-pro-preview',
  ],
}
