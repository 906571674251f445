import type { TokenizerAndRendererExtension, TokenizerObject, Tokens } from 'marked'
import { emphasisTokenizer } from './emphasis.ts'

const amount = '[ \\t]?[-+]?[€$£¥]?\\d'
/** No line of a quotation comes next, unless that is a comparison as well. */
const lineEnd = `[^\\n]*(?:\\n(?! {0,3}>(?!=|${amount}))|$)`
const units =
  '[munkMGT]?(?:m|g|l|s|h|t|b|B|W|V|A|Hz|Wh|Pa)|cm|min|kg|EUR|USD|GBP|CHF|JPY|PLN|pcs|px|x|°[CF]'
/** `>=`, `>25`, and a number that a unit or a colon follows. */
const comparison = new RegExp(
  `^ {0,3}>(?:=|${amount}[\\d.,]*(?:[ \\t]*(?:[:%€$£¥=)]|(?:${units})\\b|\\p{L}+:|(?=\\n|$))|(?<=>\\S*)))${lineEnd}`,
  'u',
)
/** In a list only a number has to come. */
const itemComparison = new RegExp(`^ {0,3}>${amount}${lineEnd}`, 'u')

/** Reads Markdown as models write it: HTML is text, and so is what only looks like a mark. */
export const tokenizer: TokenizerObject = {
  ...emphasisTokenizer,
  html: () => undefined,
  tag: () => undefined,
  // Bare addresses are found when a text is drawn: the parser knows ASCII only, and links parts of them.
  url: () => undefined,
  blockquote(source) {
    const isInList = !this.lexer.state.top
    const isComparison = comparison.test(source) || (isInList && itemComparison.test(source))
    return isComparison ? undefined : false
  },
  /** A sum with its sign. */
  list: (source) => (/^ {0,3}\+[ \t]+[€$£¥]?\d/.test(source) ? undefined : false),
  /** A word behind brackets is no address. */
  link: (source) => (/^!?\[[^\]\n]*\]\([\p{L}\p{N}_ ]+\)/u.test(source) ? undefined : false),
}

/** Drives and network shares, in which a backslash is no escape. */
const path = /^(?:[a-z]:\\|\\\\(?=\w))[^\s*`<>|"]*/i

export const pathExtension: TokenizerAndRendererExtension = {
  name: 'path',
  level: 'inline',
  start: (text) => /(?<!\w)[a-z]:\\|\\\\\w/i.exec(text)?.index,
  tokenizer(text, tokens): Tokens.Text | undefined {
    const raw = path.exec(text)?.[0]
    if (raw === undefined || /\w$/.test(tokens.at(-1)?.raw ?? '')) return undefined
    return { type: 'text', raw, text: raw, escaped: false }
  },
}
