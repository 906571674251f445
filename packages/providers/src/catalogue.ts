import type { Catalogue } from './types.ts'

// Where prices were read, and when. A model without one was found on no list of its provider's.
const anthropic = { asOf: '2026-11-26', source: 'Anthropic, models overview' }
const openai = { asOf: '2026-11-22', source: 'OpenAI, API price list' }
const groq = { asOf: '2026-11-26', source: 'Groq, models page' }

/**
 * Models on offer, checked on 2026-11-22. Shut-down days come from the providers' deprecation
 * notices; a model past its day stays selectable and routes to its successor.
 */
export const defaultCatalogue: Catalogue = {
  providers: [
    {
      id: 'aws',
      label: 'AWS Claude',
      strength: '⚡ Quality',
      portkeyProvider: 'anthropic',
      defaultModel: 'claude-sonnet-5',
      models: [
        {
          id: 'claude-sonnet-5',
          label: 'Claude Sonnet 5',
          upstream: 'claude-sonnet-5',
          upstreamFor: { bedrock: 'us.anthropic.claude-sonnet-5-v1:0' },
          contextWindow: 200_000,
          price: { input: 2, output: 10, cachedInput: 0.2, cacheWrite: 2.5, ...anthropic },
        },
        {
          id: 'claude-haiku-4-5',
          label: 'Claude Haiku 4.5',
          upstream: 'claude-haiku-4-5',
          upstreamFor: { bedrock: 'us.anthropic.claude-haiku-4-5-20251001-v1:0' },
          contextWindow: 200_000,
          price: { input: 1, output: 5, cachedInput: 0.1, cacheWrite: 1.25, ...anthropic },
        },
        {
          id: 'claude-3-5-sonnet',
          label: 'Claude 3.5 Sonnet',
          upstream: 'claude-3-5-sonnet-20241022',
          upstreamFor: { bedrock: 'us.anthropic.claude-3-5-sonnet-20241022-v2:0' },
          retiresOn: '2025-10-28',
          successor: 'claude-sonnet-5',
          contextWindow: 200_000,
        },
        {
          id: 'claude-3-haiku',
          label: 'Claude 3 Haiku',
          upstream: 'claude-3-haiku-20240307',
          upstreamFor: { bedrock: 'us.anthropic.claude-3-haiku-20240307-v1:0' },
          retiresOn: '2026-04-20',
          successor: 'claude-haiku-4-5',
          contextWindow: 200_000,
        },
      ],
    },
    {
      id: 'openai',
      label: 'OpenAI',
      strength: '🎯 Natural',
      portkeyProvider: 'openai',
      defaultModel: 'gpt-4.1-mini',
      models: [
        {
          id: 'gpt-4.1',
          label: 'GPT-4.1',
          upstream: 'gpt-4.1',
          retiresOn: '2027-01-14',
          successor: 'gpt-6-luna',
          contextWindow: 1_047_576,
          price: { input: 2, output: 8, ...openai },
        },
        {
          id: 'gpt-4.1-mini',
          label: 'GPT-4.1 mini',
          upstream: 'gpt-4.1-mini',
          retiresOn: '2027-01-14',
          successor: 'gpt-6-luna',
          contextWindow: 1_047_576,
          price: { input: 0.4, output: 1.6, ...openai },
        },
        {
          id: 'gpt-4o-mini',
          label: 'GPT-4o mini',
          upstream: 'gpt-4o-mini',
          retiresOn: '2027-01-14',
          successor: 'gpt-6-luna',
          contextWindow: 128_000,
          price: { input: 0.15, output: 0.6, ...openai },
        },
        {
          id: 'gpt-6-luna',
          label: 'GPT-6 Luna',
          upstream: 'gpt-6-luna',
          outputLimitField: 'max_completion_tokens',
        },
      ],
    },
    {
      id: 'groq',
      label: 'Groq',
      strength: '🚀 Speed',
      portkeyProvider: 'groq',
      defaultModel: 'gpt-oss-120b',
      models: [
        {
          id: 'gpt-oss-120b',
          label: 'GPT-OSS 120B',
          upstream: 'openai/gpt-oss-120b',
          contextWindow: 131_072,
          price: { input: 0.15, output: 0.6, ...groq },
        },
        {
          id: 'gpt-oss-20b',
          label: 'GPT-OSS 20B',
          upstream: 'openai/gpt-oss-20b',
          contextWindow: 131_072,
          price: { input: 0.075, output: 0.3, ...groq },
        },
        {
          id: 'llama-3.1-70b',
          label: 'Llama 3.1 70B',
          upstream: 'llama-3.1-70b-versatile',
          retiresOn: '2025-01-24',
          successor: 'gpt-oss-120b',
          contextWindow: 131_072,
        },
        {
          id: 'llama-3.1-8b',
          label: 'Llama 3.1 8B',
          upstream: 'llama-3.1-8b-instant',
          retiresOn: '2026-08-16',
          successor: 'gpt-oss-20b',
          contextWindow: 131_072,
        },
        {
          id: 'mixtral-8x7b',
          label: 'Mixtral 8x7B',
          upstream: 'mixtral-8x7b-32768',
          retiresOn: '2025-03-20',
          successor: 'gpt-oss-20b',
          contextWindow: 32_768,
        },
      ],
    },
    {
      id: 'openrouter',
      label: 'OpenRouter',
      strength: '⚖️ Balanced',
      portkeyProvider: 'openrouter',
      defaultModel: 'auto',
      models: [
        { id: 'auto', label: 'OpenRouter Auto', upstream: 'openrouter/auto' },
        {
          id: 'llama-3.1-70b',
          label: 'Llama 3.1 70B',
          upstream: 'meta-llama/llama-3.1-70b-instruct',
          contextWindow: 131_072,
        },
        {
          id: 'gemini-3.1-pro-preview',
          label: 'Gemini 3.1 Pro',
          upstream: 'google/gemini-3.1-pro-preview',
          contextWindow: 1_048_576,
        },
        {
          id: 'gemini-pro-1.5',
          label: 'Gemini 1.5 Pro',
          upstream: 'google/gemini-pro-1.5',
          retiresOn: '2025-09-24',
          successor: 'gemini-3.1-pro-preview',
          contextWindow: 2_097_152,
        },
      ],
    },
  ],
}
