import type { Family } from './wire/types.ts'

export type Voice = {
  readonly label: string
  /** How fast it streams at pace 1, and how long it thinks first. */
  readonly tokensPerSecond: number
  readonly firstTokenMs: number
  /** How an answer is laid out: under headings, under bold words, or bare and short. */
  readonly layout: 'headings' | 'bold' | 'brief'
}

/** Providers differ a little in tone, length and speed, so that switching is seen. */
export const voices: Readonly<Record<Family, Voice>> = {
  openai: { label: 'OpenAI', tokensPerSecond: 50, firstTokenMs: 350, layout: 'bold' },
  anthropic: { label: 'Claude', tokensPerSecond: 40, firstTokenMs: 450, layout: 'headings' },
  bedrock: {
    label: 'Claude on Bedrock',
    tokensPerSecond: 40,
    firstTokenMs: 500,
    layout: 'headings',
  },
  groq: { label: 'Groq', tokensPerSecond: 120, firstTokenMs: 90, layout: 'brief' },
  openrouter: { label: 'OpenRouter', tokensPerSecond: 45, firstTokenMs: 500, layout: 'bold' },
}
