import type { TokenizerObject } from 'marked'
import { emphasisTokenizer } from './emphasis.ts'

/** `>=`, `>25`, and a number that a unit or a colon follows. */
const comparison =
  /^ {0,3}>(?:=|[ \t]?[-+]?[€$£¥]?\d[\d.,]*(?:[ \t]*(?:[:%€$£¥=)]|\p{L}{1,3}\b|$)|(?<=>\S*))[^\n]*(?:\n(?! {0,3}>)|$))/u
/** In a list only a number has to come. */
const itemComparison = /^ {0,3}>[ \t]?[-+]?[€$£¥]?\d[^\n]*(?:\n(?! {0,3}>)|$)/u

/** Reads Markdown as models write it: HTML is text, and so is what only looks like a mark. */
export const tokenizer: TokenizerObject = {
  ...emphasisTokenizer,
  html: () => undefined,
  tag: () => undefined,
  blockquote(source) {
    const isInList = !this.lexer.state.top
    const isComparison = comparison.test(source) || (isInList && itemComparison.test(source))
    return isComparison ? undefined : false
  },
  /** A sum with its sign. */
  list: (source) => (/^ {0,3}\+[ \t]+[€$£¥]?\d/.test(source) ? undefined : false),
  /** The beginning of a network path; anywhere else two backslashes are one. */
  escape(source) {
    const isPath = /^\\\\\w/.test(source)
    return isPath ? { type: 'escape', raw: '\\\\', text: '\\\\' } : false
  },
}
