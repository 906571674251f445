/** Rows that are parsed and drawn together. */
const rowsPerGroup = 20
/** Beyond this a table is plain text: no reader gets through it, and its layout costs the more. */
const maximumCharacters = 300_000

const delimiter = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/

export type TableGroups = {
  /** The first two lines. */
  readonly head: string
  readonly groups: readonly string[]
}

/** Whether a block is a table of more rows than one group, and nothing but that. */
export function isLongTable(text: string): boolean {
  if (text.length > maximumCharacters || !/^ {0,3}\|/.test(text)) return false
  const firstEnd = text.indexOf('\n')
  const secondEnd = text.indexOf('\n', firstEnd + 1)
  if (firstEnd === -1 || secondEnd === -1) return false
  if (!delimiter.test(text.slice(firstEnd + 1, secondEnd))) return false
  let rows = 0
  for (let at = secondEnd; at !== -1; at = text.indexOf('\n', at + 1)) {
    // Only a line that begins with a bar is a row whatever else is in it.
    if (text[at + 1] !== '|') return false
    rows += 1
  }
  return rows > rowsPerGroup
}

/** Cuts a table's rows into groups. As rows are added, only the last group changes. */
export function groupRows(text: string): TableGroups {
  const lines = text.split('\n')
  const groups: string[] = []
  for (let at = 2; at < lines.length; at += rowsPerGroup) {
    groups.push(lines.slice(at, at + rowsPerGroup).join('\n'))
  }
  return { head: lines.slice(0, 2).join('\n'), groups }
}
