import { families, type Family } from './wire/types.ts'

/** Provider family that a header asks for: a plain name, or a catalogue slug whose text gives it away. */
export function familyOfProvider(header: string): Family | undefined {
  if (header.startsWith('@')) return familyOfSlug(header)
  return families.find((family) => family === header)
}

/** Slugs are free text (`@claude-prod`); what names no provider is taken for OpenAI. */
export function familyOfSlug(slug: string): Family {
  const text = slug.toLowerCase()
  if (text.includes('bedrock')) return 'bedrock'
  if (/anthropic|claude|aws/.test(text)) return 'anthropic'
  if (text.includes('groq')) return 'groq'
  if (/open-?router/.test(text)) return 'openrouter'
  return 'openai'
}
