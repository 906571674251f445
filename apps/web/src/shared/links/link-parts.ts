import { mailAddress } from './mail-address.ts'
import {
  type Address,
  mailAddressIn,
  mailAddressPattern,
  webAddress,
  webAddressEnd,
} from './link-bounds.ts'
import { scanRuns } from '../text/scan-runs.ts'

export type TextPart = { text: string; href?: string }

const linkPattern = new RegExp(`(${webAddress})|${mailAddressPattern}`, 'giu')
const hint = /@|:\/\//

/**
 * Cuts a text into plain parts and links. Only `http`, `https` and mail addresses become links;
 * a mail address is linked whole or not at all, as a part of it would be somebody else's.
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
    const found = addressIn(match[0], match[1] !== undefined)
    if (found === null) continue
    const start = match.index + found.skip
    if (start > end) parts.push({ text: text.slice(end, start) })
    parts.push({ text: found.link, href: found.href })
    end = start + found.link.length
  }
  if (end < text.length) parts.push({ text: text.slice(end) })
  return parts
}

function addressIn(found: string, isWeb: boolean): (Address & { readonly href: string }) | null {
  if (!isWeb) {
    const mail = mailAddressIn(found)
    return mail && { ...mail, href: mailAddress(mail.link) }
  }
  const link = webAddressEnd(found)
  return link === '' ? null : { skip: 0, link, href: link }
}
