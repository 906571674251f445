const underline = /^ {0,3}(?:={1,2}|-{1,2})[ \t]*$/
const delimiterRow = /^\|[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/

/**
 * The last lines of a growing block, as what they are about to be: a row of bars is a table from its
 * first row on, and a dash under a line is not yet a heading.
 */
export function withOpenLines(text: string): string {
  const lines = text.split('\n')
  const last = lines.at(-1) ?? ''
  if (lines.length > 1 && underline.test(last) && /\S/.test(lines.at(-2) ?? '')) {
    return lines.slice(0, -1).join('\n')
  }
  if (!last.startsWith('|')) return text
  const before = lines.at(-2) ?? ''
  if (!before.startsWith('|')) {
    return isHeader(last) ? `${text}\n${delimiterOf(last)}` : text
  }
  const isSecond = !(lines.at(-3) ?? '').startsWith('|')
  const isUnfinished = isSecond && isHeader(before) && /^\|[ \t:|-]*$/.test(last)
  if (!isUnfinished || (delimiterRow.test(last) && cellsOf(last) === cellsOf(before))) return text
  return [...lines.slice(0, -1), delimiterOf(before)].join('\n')
}

/** A bar and a space, or bars at both ends: `|x| is` is no table. */
function isHeader(line: string): boolean {
  return /^\|(?:[ \t]+[^\s|]|[^\n]*\|[ \t]*$)/.test(line) && /[^\s|]/.test(line)
}

function delimiterOf(header: string): string {
  return `|${'---|'.repeat(cellsOf(header))}`
}

function cellsOf(row: string): number {
  const inner = row
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
  return inner.split(/(?<!\\)\|/).length
}
