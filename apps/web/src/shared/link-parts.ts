import { mailAddress } from './mail-address.ts'

export type TextPart = { text: string; href?: string }

const linkPattern = /https?:\/\/[^\s<>"']+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi

/**
 * Cuts a text into plain parts and links. Only `http`, `https` and mail addresses become links;
 * punctuation that ends the sentence, or a bracket that was opened before, stays outside.
 */
export function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const match of text.matchAll(linkPattern)) {
    const link = trimEnd(match[0])
    if (match.index > end) parts.push({ text: text.slice(end, match.index) })
    parts.push({ text: link, href: /^https?:/i.test(link) ? link : mailAddress(link) })
    end = match.index + link.length
  }
  if (end < text.length) parts.push({ text: text.slice(end) })
  return parts
}

function trimEnd(link: string): string {
  const trimmed = link.replace(/[.,;:!?'"]+$/, '')
  return trimmed.endsWith(')') && !trimmed.includes('(') ? trimEnd(trimmed.slice(0, -1)) : trimmed
}
