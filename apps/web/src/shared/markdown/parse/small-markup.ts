import type { Token, TokenizerAndRendererExtension, Tokens } from 'marked'

/** Elements that models write in Markdown because it has no sign for them. */
export const smallTags = ['sub', 'sup', 'kbd', 'u', 'mark', 'small', 'ins'] as const
export type SmallTag = (typeof smallTags)[number]

export type SmallMarkupToken = {
  readonly type: 'smallMarkup'
  readonly raw: string
  readonly tag: SmallTag
  readonly tokens: Token[]
}

const lineBreak = /^<br[ \t]*\/?>[ \t]*(?:\n(?![ \t]*\n))?/i
const pair = new RegExp(`^<(${smallTags.join('|')})>([\\s\\S]{1,500}?)</\\1>`, 'i')

/** Texts with one of these are asked for it; others never are. */
export const mayHoldSmallMarkup = new RegExp(`<(?:br|${smallTags.join('|')})\\b`, 'i')

/** The little HTML that is read: without attributes, each drawn as an element of the same name. */
export const smallMarkupExtension: TokenizerAndRendererExtension = {
  name: 'smallMarkup',
  level: 'inline',
  tokenizer(text): Tokens.Br | SmallMarkupToken | undefined {
    const found = lineBreak.exec(text)
    if (found) return { type: 'br', raw: found[0] }
    const [raw, name = '', inside = ''] = pair.exec(text) ?? []
    const tag = smallTags.find((known) => known === name.toLowerCase())
    if (raw === undefined || !tag) return undefined
    return { type: 'smallMarkup', raw, tag, tokens: this.lexer.inlineTokens(inside) }
  },
}

const raised = new Map(
  [...'0123456789+-=()ni'].map((sign, at) => [sign, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ'][at]]),
)
const lowered = new Map(
  [...'0123456789+-=()'].map((sign, at) => [sign, [...'₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎'][at]]),
)

/** Writes small markup where there is no markup: `10<sup>6</sup>` must not become 106. */
export function smallMarkupText(tag: SmallTag, inside: string): string {
  const signs = tag === 'sup' ? raised : lowered
  if (tag !== 'sup' && tag !== 'sub') return inside
  const small = [...inside].map((sign) => signs.get(sign))
  return small.every((sign) => sign !== undefined) ? small.join('') : inside
}
