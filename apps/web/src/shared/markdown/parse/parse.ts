import { Lexer, Marked, type Links, type MarkedExtension, type Token } from 'marked'
import { maskEmphasis } from './emphasis.ts'
import { footnoteExtensions } from './footnotes.ts'
import { withoutDeepNesting } from './limits.ts'
import { mathExtensions } from './math.ts'
import { withOpenLines } from './open-lines.ts'
import { readTail } from './open-tail.ts'
import { mayHoldSmallMarkup, smallMarkupExtension } from './small-markup.ts'
import { pathExtension, tokenizer } from './tokenizer.ts'

/** Markdown as GitHub knows it, except that what is no markup keeps its letters, HTML too. */
function createParser(extensions: MarkedExtension['extensions']): Marked {
  return new Marked({
    gfm: true,
    tokenizer,
    hooks: { emStrongMask: maskEmphasis },
    extensions: extensions ?? [],
  })
}

/** An extension is asked at every place of a text, so only texts that may need one have it. */
const plainParser = createParser([])
const extendedParser = createParser([
  ...footnoteExtensions,
  ...mathExtensions,
  smallMarkupExtension,
  pathExtension,
])
const needsExtensions = new RegExp(
  `\\$|\\\\[[(]|:\\\\|\\\\{2}|\\[\\^|${mayHoldSmallMarkup.source}`,
  'i',
)

/** Targets of `[label]: address` lines, by label. */
export type LinkDefinitions = Links

const unparsedInline = new WeakMap<readonly Token[], () => void>()

/**
 * Parses one block: its structure at once, the text inside only when `inlineTokens` asks for it.
 * Of a long table that grows, only the rows that are drawn anew are read to the letter.
 * `definitions` are those found in other blocks. `isOpen`: more of the block is to come.
 */
export function parseMarkdown(
  text: string,
  definitions: LinkDefinitions = {},
  isOpen = false,
): Token[] {
  const lexer = lexerOf(isOpen ? withOpenLines(text) : text)
  const last = isOpen ? lexer.inlineQueue.at(-1) : undefined
  for (const { src, tokens } of lexer.inlineQueue) {
    const isTail = tokens === last?.tokens && text.trimEnd().endsWith(lastLineOf(src))
    unparsedInline.set(tokens, () => {
      if (isTail) tokens.push(...readTail(src, (part) => lexer.inlineTokens(part)))
      else lexer.inlineTokens(src, tokens)
    })
  }
  for (const [label, link] of Object.entries(definitions)) lexer.tokens.links[label] ??= link
  return lexer.tokens
}

/** The tokens inside of one, parsed by now. */
export function inlineTokens(tokens: readonly Token[]): readonly Token[] {
  unparsedInline.get(tokens)?.()
  unparsedInline.delete(tokens)
  return tokens
}

/** The link definitions of a block, or null for the most that have none. */
export function definitionsIn(text: string): LinkDefinitions | null {
  return /^ {0,3}\[[^\]]+\]:/m.test(text) ? lexerOf(text).tokens.links : null
}

function lastLineOf(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1).trim()
}

function lexerOf(text: string): Lexer {
  const { defaults } = needsExtensions.test(text) ? extendedParser : plainParser
  const lexer = new Lexer(defaults)
  lexer.blockTokens(withoutDeepNesting(text.replaceAll(/\r\n?/g, '\n')), lexer.tokens)
  return lexer
}
