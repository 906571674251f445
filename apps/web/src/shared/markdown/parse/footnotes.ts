import type { TokenizerAndRendererExtension, Tokens } from 'marked'

export type FootnoteReferenceToken = {
  readonly type: 'footnoteReference'
  readonly raw: string
  readonly label: string
}

export type FootnoteToken = {
  readonly type: 'footnote'
  readonly raw: string
  readonly label: string
  readonly tokens: Tokens.Generic[]
}

const definition = /^ {0,3}\[\^([^\]\s]{1,60})\]:[ \t]*([^\n]*(?:\n(?! {0,3}\[\^|[ \t]*\n)[^\n]+)*)/
const definitions = new RegExp(definition, 'gm')
const reference = /^\[\^([^\]\s]{1,60})\]/
const references = /(^ {0,3})?\[\^([^\]\s]{1,60})\](:?)/gm

/** `[^1]` and `[^1]: what it says`, as GitHub has them. */
export const footnoteExtensions: TokenizerAndRendererExtension[] = [
  {
    name: 'footnote',
    level: 'block',
    start: (text) => /^ {0,3}\[\^/m.exec(text)?.index,
    tokenizer(text) {
      const match = definition.exec(text)
      if (!match) return undefined
      const [raw, label = '', content = ''] = match
      const tokens: Tokens.Generic[] = []
      this.lexer.inline(content.replaceAll(/\n[ \t]*/g, '\n'), tokens)
      return { type: 'footnote', raw, label: label.toLowerCase(), tokens }
    },
  },
  {
    name: 'footnoteReference',
    level: 'inline',
    start: (text) => indexOf(text, '[^'),
    tokenizer(text) {
      const match = reference.exec(text)
      if (!match || isPattern(match[1] ?? '', text[match[0].length])) return undefined
      return { type: 'footnoteReference', raw: match[0], label: (match[1] ?? '').toLowerCase() }
    },
  },
]

/** `[^0-9]` and `[^a]+` are patterns that somebody writes about. */
export function isPattern(label: string, next: string | undefined): boolean {
  return /^(?:\w-\w)+$/.test(label) || /[+*{]/.test(next ?? '')
}

export function definedFootnotes(text: string): string[] {
  if (!text.includes('[^')) return []
  return [...text.matchAll(definitions)].map(([, label = '']) => label.toLowerCase())
}

export function usedFootnotes(text: string): string[] {
  if (!text.includes('[^')) return []
  return [...text.matchAll(references)].flatMap(([, lineStart, label = '', colon]) => {
    const isDefinition = lineStart !== undefined && colon === ':'
    return isDefinition ? [] : [label.toLowerCase()]
  })
}

function indexOf(text: string, part: string): number | undefined {
  const at = text.indexOf(part)
  return at === -1 ? undefined : at
}
