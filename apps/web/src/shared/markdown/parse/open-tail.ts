import type { Token, Tokens } from 'marked'
import { maskEmphasis, opensEmphasis } from './emphasis.ts'

type InlineReader = (text: string) => Token[]

const opening = /\*{2,3}|~~|`+|!?\[/g
/** More marks that are open inside each other are nobody's text. */
const deepest = 5
const unfinishedLink = /^(!?)\[((?:[^[\]\\]|\\.)*)\]\((?:[^()\n]|\([^()\n]*\))*$/

/**
 * Reads the last inline text of a block that grows. Half of a closing mark would close the wrong
 * thing, so it is left out where the other half is to be expected.
 */
export function readTail(source: string, read: InlineReader): Token[] {
  if (/[^*\s]\*$/.test(source) && source.includes('**')) {
    const tokens = read(source.slice(0, -1))
    closeTail(tokens, read)
    const last = tokens.at(-1)
    if (last?.type === 'strong' && !last.raw.endsWith('**')) return tokens
  }
  const tokens = read(source)
  closeTail(tokens, read)
  return tokens
}

/**
 * Closes what is open at the end of a growing text: bold, code, a link whose address is still coming.
 * It works on what the parser has read, so that a text without anything open is drawn as after its
 * end. A single star or underscore, which a text may have as it is, waits for its other half.
 */
function closeTail(tokens: Token[], read: InlineReader, depth = 0): void {
  if (depth > deepest) return
  const whole = tokens.map(({ raw }) => raw).join('')
  const masked = maskEmphasis(whole)
  let start = 0
  for (const [index, token] of tokens.entries()) {
    const end = start + token.raw.length
    const isText = token.type === 'text' && !('tokens' in token && token.tokens)
    for (const match of isText ? token.raw.matchAll(opening) : []) {
      const at = start + match.index
      const wrapped = wrap(match[0], { whole, masked, at, depth }, read, () => [
        textToken(whole.slice(at + match[0].length, end)),
        ...tokens.slice(index + 1),
      ])
      if (!wrapped) continue
      const before = token.raw.slice(0, match.index)
      tokens.splice(index, tokens.length, ...(before === '' ? [] : [textToken(before)]), wrapped)
      return
    }
    start = end
  }
}

type Place = {
  readonly whole: string
  readonly masked: string
  readonly at: number
  readonly depth: number
}

function wrap(
  mark: string,
  { whole, masked, at, depth }: Place,
  read: InlineReader,
  rest: () => Token[],
): Token | undefined {
  const raw = whole.slice(at)
  const words = raw.slice(mark.length)
  if (mark.endsWith('[')) return unfinished(raw, read)
  if (mark.startsWith('`')) {
    const text = words.replace(/`+$/, '')
    return text.trim() === '' ? undefined : { type: 'codespan', raw, text }
  }
  if (masked[at] !== mark[0] || !opensEmphasis(masked, at)) return undefined
  const tokens = withoutHalfMark(rest(), mark)
  closeTail(tokens, read, depth + 1)
  const inner: Tokens.Strong | Tokens.Del = {
    type: mark === '~~' ? 'del' : 'strong',
    raw,
    text: words,
    tokens,
  }
  return mark === '***' ? { type: 'em', raw, text: words, tokens: [inner] } : inner
}

function unfinished(raw: string, read: InlineReader): Token | undefined {
  const match = unfinishedLink.exec(raw)
  if (!match) return undefined
  const text = match[2] ?? ''
  const type = match[1] === '!' ? 'image' : 'link'
  return { type, raw, href: '', text, tokens: type === 'link' ? read(text) : [] }
}

/** The closing mark may have come in part. */
function withoutHalfMark(tokens: Token[], mark: string): Token[] {
  const last = tokens.at(-1)
  if (last?.type !== 'text') return tokens
  const half = mark === '~~' ? /~$/ : /\*{1,2}$/
  return [...tokens.slice(0, -1), textToken(last.raw.replace(half, ''))]
}

function textToken(raw: string): Tokens.Text {
  return { type: 'text', raw, text: raw, escaped: false }
}
