import { Lexer, Marked, type Links, type Token } from 'marked'
import { withoutDeepNesting } from './limits.ts'

/** Markdown as GitHub knows it, except that HTML is text like any other. */
const parser = new Marked({
  gfm: true,
  tokenizer: { html: () => undefined, tag: () => undefined },
})

/** Targets of `[label]: address` lines, by label. */
export type LinkDefinitions = Links

/** Parses one block. `definitions` are those found in other blocks. */
export function parseMarkdown(text: string, definitions: LinkDefinitions = {}): Token[] {
  const lexer = new Lexer(parser.defaults)
  Object.assign(lexer.tokens.links, definitions)
  return lexer.lex(withoutDeepNesting(text))
}

/** The link definitions of a block, or null for the most that have none. */
export function definitionsIn(text: string): LinkDefinitions | null {
  if (!/^ {0,3}\[[^\]]+\]:/m.test(text)) return null
  const lexer = new Lexer(parser.defaults)
  lexer.blockTokens(withoutDeepNesting(text), lexer.tokens)
  return lexer.tokens.links
}
