import type { MarkedToken, Token, Tokens } from 'marked'
import { decodeEntities } from '../parse/entities.ts'
import type { FootnoteReferenceToken, FootnoteToken } from '../parse/footnotes.ts'
import { limits } from '../parse/limits.ts'
import type { MathToken } from '../parse/math.ts'
import { inlineTokens } from '../parse/parse.ts'
import { safeHref } from '../safe-link.ts'
import { smallMarkupText, type SmallMarkupToken } from '../parse/small-markup.ts'

/**
 * Markdown as a mail without formatting would say it: the marks are gone, those of footnotes too;
 * lists keep their dashes and numbers, quotations their arrows, links their addresses, formulas
 * their source.
 */
export function plainTextOf(tokens: readonly Token[]): string {
  return blocks(tokens, 0).join('\n\n')
}

function blocks(tokens: readonly Token[], depth: number): string[] {
  return inlineTokens(tokens)
    .map((token) => block(token, depth))
    .filter((text) => text !== '')
}

type AnyToken = MarkedToken | MathToken | FootnoteToken | FootnoteReferenceToken | SmallMarkupToken

function block(anyToken: Token, depth: number): string {
  // Besides marked's own tokens there are those of our extensions, and no others.
  const token = anyToken as AnyToken
  if (depth > limits.depth * 3) return token.raw
  switch (token.type) {
    case 'list':
      return list(token, depth + 1)
    case 'blockquote':
      return blocks(token.tokens, depth + 1)
        .join('\n\n')
        .replaceAll(/^(?=.)/gm, '> ')
        .replaceAll(/^$/gm, '>')
    case 'table':
      return [token.header, ...token.rows]
        .map((row) => row.map((cell) => inline(cell.tokens, depth + 1)).join(' | '))
        .join('\n')
    case 'code':
      return token.text
    case 'hr':
    case 'space':
    case 'def':
      return ''
    default:
      return inline([token], depth).trim()
  }
}

function list(token: Tokens.List, depth: number): string {
  const start = token.start === '' ? 1 : token.start
  return token.items
    .map((item, index) => {
      const written = /^\s*(?:\d+([.)])|(\+))/.exec(item.raw)
      const mark = token.ordered ? `${start + index}${written?.[1] ?? '.'}` : (written?.[2] ?? '-')
      const box = item.task ? `[${item.checked ? 'x' : ' '}] ` : ''
      const text = blocks(item.tokens, depth).join('\n')
      return `${mark} ${box}${text.replaceAll('\n', `\n${' '.repeat(mark.length + 1)}`)}`
    })
    .join('\n')
}

function inline(tokens: readonly Token[], depth: number): string {
  let text = ''
  let isBehindMark = false
  for (const token of inlineTokens(tokens)) {
    const more = inlineText(token, depth)
    // The space in front of a mark that is gone, unless a word follows.
    if (isBehindMark && /^[\s.,;:!?)]/.test(more)) text = text.trimEnd()
    isBehindMark = token.type === 'footnoteReference'
    text += more
  }
  return text
}

function inlineText(anyToken: Token, depth: number): string {
  // As above.
  const token = anyToken as AnyToken
  if (depth > limits.depth * 3) return token.raw
  switch (token.type) {
    case 'paragraph':
    case 'heading':
    case 'strong':
    case 'em':
    case 'del':
    case 'footnote':
      return inline(token.tokens, depth + 1)
    case 'footnoteReference':
      return ''
    case 'smallMarkup':
      return smallMarkupText(token.tag, inline(token.tokens, depth + 1))
    case 'text':
      return token.tokens ? inline(token.tokens, depth + 1) : decodeEntities(token.text)
    case 'escape':
    case 'codespan':
      return token.text
    case 'br':
      return '\n'
    case 'link':
      return withAddress(inline(token.tokens, depth + 1), token.href)
    case 'image':
      return withAddress(token.text, token.href)
    case 'checkbox':
      return ''
    default:
      return token.raw
  }
}

function withAddress(text: string, href: string): string {
  const address = decodeEntities(href)
  const isSaid = [address, address.replace(/^(?:https?:\/\/|mailto:)/, '')].includes(text)
  if (isSaid || safeHref(address) === null) return text
  return text === '' ? address : `${text} (${address})`
}
