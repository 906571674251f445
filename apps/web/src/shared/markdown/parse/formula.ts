const command = /\\[a-z]+\*?/gi
/** Letters that are said, not calculated with. */
const said = /\\(?:text|mathrm|mathbf|operatorname|textbf|textit|mbox)\s*\{[^{}]*\}/g
const plainNumbers = /^[\d.,\s–—-]*$/
const wordsBehindNumber = /^\d[\d.,]*[^\d=^_\\+*<>]*\p{L}{2,}/u
const twoWords = /\p{L}{2,}[\s,;:/]+\p{L}{2,}/u

/**
 * Tells a formula from what is between two dollar signs by chance: prices, names of variables, code,
 * a path. A formula has signs, commands or single letters, and no sentence.
 */
export function isFormula(tex: string): boolean {
  const text = tex.trim()
  if (text === '' || /^[./,;:?!"'#@&]/.test(text) || /["`$#]|\/\//.test(text)) return false
  if (/^\{[\w.\s-]*\}[^\\^_=+]*$/.test(text)) return false
  if (plainNumbers.test(text)) return /^[-–]?[\d.,]+$/.test(text)
  const rest = text.replaceAll(said, ' ').replaceAll(command, ' ')
  if (twoWords.test(rest)) return false
  if (/[\\^_]/.test(text)) return true
  if (wordsBehindNumber.test(text)) return false
  return !/\p{L}{4,}/u.test(rest)
}
