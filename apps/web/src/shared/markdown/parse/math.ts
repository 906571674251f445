import type { TokenizerAndRendererExtension } from 'marked'
import { isFormula } from './formula.ts'

export type MathToken = {
  readonly type: 'math' | 'mathBlock'
  readonly raw: string
  readonly tex: string
}

/** A formula is short; what is longer is text with dollar signs in it. */
const maximumLength = 2000

const opening = /\$(?=\S)|\\\(/
/** Ends of an amount, a currency or a name: a dollar sign behind one belongs to it. */
const bound = /[\p{L}\p{N}$\\)\]}]$/u
const blockOpening = /^ {0,3}(?:\$\$|\\\[)/

/**
 * `$…$` and `\(…\)` in a line, `$$…$$` and `\[…\]` by themselves. Money, templates and code are no
 * formulas: by what stands beside the dollar signs, and by what is between them.
 */
export const mathExtensions: TokenizerAndRendererExtension[] = [
  {
    name: 'mathBlock',
    level: 'block',
    start: (text) => {
      const match = /(?:^|\n) {0,3}(?:\$\$|\\\[)/.exec(text)
      return match ? match.index : undefined
    },
    tokenizer(text) {
      const start = blockOpening.exec(text)
      if (!start) return undefined
      const isDollar = start[0].endsWith('$$')
      const found = between(text, start[0].length, isDollar ? '$$' : '\\]')
      if (!found) return undefined
      if (isDollar && !found.tex.includes('\n') && isPrice(found.tex)) return undefined
      const rest = /^[ \t]*(?=\n|$)/.exec(text.slice(found.end))
      return rest
        ? { type: 'mathBlock', raw: text.slice(0, found.end) + rest[0], tex: found.tex }
        : undefined
    },
  },
  {
    name: 'math',
    level: 'inline',
    start: (text) => opening.exec(text)?.index,
    tokenizer(text, tokens) {
      if (text.startsWith('\\(')) return inline(text, 2, '\\)')
      if (!/^\$\S/.test(text) || bound.test(tokens.at(-1)?.raw ?? '')) return undefined
      if (text.startsWith('$$')) return apart(inline(text, 2, '$$'))
      const token = inline(text, 1, '$')
      if (!token) return undefined
      const isMoney =
        /\s$/.test(token.tex) || /^[\p{L}\p{N}_({[]/u.test(text.slice(token.raw.length))
      return isMoney ? undefined : token
    },
  },
]

/** `$$ to $$` ranks what things cost. */
function apart(token: MathToken | undefined): MathToken | undefined {
  return token && isPrice(token.tex) ? undefined : token
}

function isPrice(tex: string): boolean {
  return /^\p{L}{2,}$/u.test(tex.trim()) || !isFormula(tex)
}

function inline(text: string, from: number, mark: string): MathToken | undefined {
  const found = between(text, from, mark)
  if (!found || !isFormula(found.tex)) return undefined
  return { type: 'math', raw: text.slice(0, found.end), tex: found.tex }
}

/** Reads up to the closing mark, if that comes soon enough and no blank line before it. */
function between(
  text: string,
  from: number,
  mark: string,
): { tex: string; end: number } | undefined {
  const within = text.slice(from, from + maximumLength)
  const at = mark === '$' ? within.search(/(?<!\\)\$/) : within.indexOf(mark)
  if (at < 1) return undefined
  const tex = within.slice(0, at)
  if (/\n[ \t]*\n/.test(tex) || tex.trim() === '') return undefined
  return { tex, end: from + at + mark.length }
}
