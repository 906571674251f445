import type { MarkedToken, Token, Tokens } from 'marked'
import { decodeEntities } from './entities.ts'
import { limits } from './limits.ts'
import { inlineTokens } from './parse.ts'
import { safeHref } from './safe-link.ts'

/**
 * Markdown as a mail without formatting would say it: the marks are gone, lists keep their dashes
 * and numbers, quotations their arrows, links their addresses.
 */
export function plainTextOf(tokens: readonly Token[]): string {
  return blocks(tokens, 0).join('\n\n')
}

function blocks(tokens: readonly Token[], depth: number): string[] {
  return inlineTokens(tokens)
    .map((token) => block(token, depth))
    .filter((text) => text !== '')
}

function block(anyToken: Token, depth: number): string {
  // The lexer runs without extensions, so there are no tokens but marked's own.
  const token = anyToken as MarkedToken
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
  return inlineTokens(tokens)
    .map((token) => inlineText(token, depth))
    .join('')
}

function inlineText(anyToken: Token, depth: number): string {
  const token = anyToken as MarkedToken
  if (depth > limits.depth * 3) return token.raw
  switch (token.type) {
    case 'paragraph':
    case 'heading':
    case 'strong':
    case 'em':
    case 'del':
      return inline(token.tokens, depth + 1)
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
