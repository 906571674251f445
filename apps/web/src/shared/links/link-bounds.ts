/** Scripts that are written without spaces, or that hang a particle on a foreign word. */
const unspaced = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}`

/** Signs that no address holds unencoded: quotation marks, full-width and Arabic punctuation, … */
const outside = String.raw`\s<>"\u2026\u00ab\u00bb\u2018-\u201f\u2039\u203a\u3000-\u303f\ufe10-\ufe4f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\u060c\u061b\u061f\u06d4\p{Cc}`

/** A web address with what follows it up to a sign that ends it for certain. */
export const webAddress = String.raw`(?<![a-z0-9+.-]|=["'])https?:\/\/[^${outside}]+`

/** Letters of a mailbox name (RFC 5322 atext, RFC 6531 letters), and dots. */
const mailbox = String.raw`\p{L}\p{M}\p{N}.!#$%&'*+\/=?^_\x60{|}~\-`

/** A mail address whole: nothing that may belong to its name is left before it. */
export const mailAddressPattern = String.raw`(?<![${mailbox}\u2019\p{Cf}@])[${mailbox}]{1,160}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)+(?![\p{L}\p{M}\p{N}@-])`

const firstUnspaced = new RegExp(String.raw`(?<=[a-z0-9])[${unspaced}]`, 'iu')
const lastUnspaced = new RegExp(String.raw`^.*[${unspaced}](?=[a-z0-9])`, 'iu')
const endsSentence = /[\p{P}*~`|^]/u
const belongsAtEnd = /[/\-_#%&@=+]/
const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/** Where an address ends: before punctuation of the sentence, before a bracket that was opened outside of it, and where a script begins that writes its words without spaces. */
export function webAddressEnd(found: string): string {
  const at = firstUnspaced.exec(found)?.index ?? found.length
  const link = found.slice(0, sentenceEnd(found.slice(0, at)))
  return /^https?:\/\/[^/?#]/i.test(link) ? link : ''
}

/** Counts brackets once, so that a line of nothing else costs what its length costs. */
function sentenceEnd(link: string): number {
  const open = new Map(
    Object.entries(pairs).map(([close, opening]) => [
      close,
      count(link, close) - count(link, opening),
    ]),
  )
  let end = link.length
  for (; end > 0; end -= 1) {
    const last = link[end - 1] ?? ''
    const unopened = open.get(last)
    if (
      unopened === undefined ? !endsSentence.test(last) || belongsAtEnd.test(last) : unopened <= 0
    )
      break
    if (unopened !== undefined) open.set(last, unopened - 1)
  }
  return end
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1
}

/** An address, and how many signs were found before it that are none of it. */
export type Address = { readonly skip: number; readonly link: string }

/** The mail address in what was found, null where it is doubtful where it begins. */
export function mailAddressIn(found: string): Address | null {
  const at = found.lastIndexOf('@')
  const before = lastUnspaced.exec(found.slice(0, at + 1))?.[0].length ?? 0
  const opening = /^(?:[*_~`'|-]+|\.+)/.exec(found.slice(before))?.[0] ?? ''
  const skip = before + (isWrapper(opening) ? opening.length : 0)
  const name = found.slice(skip, at)
  // Signs that join an address to something else as often as they belong to it.
  if (name === '' || name.length > 64 || /[=/?#|{}`*]/.test(name)) return null
  const rest = found.slice(at + 1)
  const domain = rest.slice(0, firstUnspaced.exec(rest)?.index).replace(/[-.]+$/, '')
  return /\.(?:xn--[a-z0-9-]+|[\p{L}\p{M}]{2,})$/iu.test(domain)
    ? { skip, link: `${name}@${domain}` }
    : null
}

/** Marks that stand around an address, or begin a line of a list. */
function isWrapper(marks: string): boolean {
  return marks !== '' && !/^[_']$/.test(marks)
}
