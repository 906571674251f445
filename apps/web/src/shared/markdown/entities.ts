import { decodeHTMLStrict } from 'entities/decode'

/** Replaces character references as HTML has them; without its semicolon a word is text. */
export function decodeEntities(text: string): string {
  return text.includes('&') ? decodeHTMLStrict(text) : text
}
