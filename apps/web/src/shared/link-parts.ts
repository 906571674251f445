import { mailAddress } from './mail-address.ts'
import { scanRuns } from './text/scan-runs.ts'

export type TextPart = { text: string; href?: string }

/** Looked for only from where such a word begins: the place before is no letter of it. */
const linkPattern = /https?:\/\/[^\s<>"']+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/gi
const ends = `.,;:!?'"`
const hint = /@|:\/\//

/**
 * Cuts a text into plain parts and links. Only `http`, `https` and mail addresses become links;
 * punctuation that ends the sentence, or a bracket that was opened before, stays outside.
 */
export function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  for (const run of scanRuns(text, hint)) {
    for (const part of run.isScanned ? linksInRun(run.text) : [{ text: run.text }]) {
      const last = parts.at(-1)
      const isPlain = last && last.href === undefined && part.href === undefined
      if (isPlain) parts[parts.length - 1] = { text: last.text + part.text }
      else parts.push(part)
    }
  }
  return parts
}

function linksInRun(text: string): TextPart[] {
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
  const outside = link.includes('(') ? ends : `${ends})`
  let end = link.length
  while (end > 0 && outside.includes(link[end - 1] ?? '')) end -= 1
  return link.slice(0, end)
}
