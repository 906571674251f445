/** Texts of any size that are the same every time, so that tests can compare them. */

const vocabulary =
  'ticket customer reply invoice refund order shipment address account login password reset error browser update release delay courier parcel warehouse payment card bank transfer receipt warranty repair replacement contract subscription trial upgrade discount voucher notification email spam filter attachment screenshot report export import calendar permission role team escalation priority deadline holiday language translation time zone phone call chat message thread history note summary answer question problem cause fix workaround'.split(
    ' ',
  )

/** So many words as sentences of ten. */
export function wordsOf(count: number, seed = 1): string {
  let state = seed
  const words = Array.from({ length: Math.max(0, Math.floor(count)) }, (_unused, position) => {
    // A small congruential generator: any fixed sequence will do.
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    const word = vocabulary[state % vocabulary.length] ?? 'word'
    const isFirst = position % 10 === 0
    const isLast = position % 10 === 9 || position === count - 1
    return `${isFirst ? word.charAt(0).toUpperCase() + word.slice(1) : word}${isLast ? '.' : ''}`
  })
  return words.join(' ')
}

export function tableOf(rows: number, columns: number): string {
  const head = Array.from({ length: columns }, (_unused, column) => `Column ${column + 1}`)
  const body = Array.from(
    { length: rows },
    (_unused, row) =>
      `| ${head.map((_title, column) => `r${row + 1}c${column + 1} ${wordsOf(2, row + column + 1)}`).join(' | ')} |`,
  )
  return [`| ${head.join(' | ')} |`, `| ${head.map(() => '---').join(' | ')} |`, ...body].join('\n')
}

export function codeOf(lines: number): string {
  const body = Array.from(
    { length: lines },
    (_unused, line) =>
      `export const step${line + 1} = (input: number): number => input * ${line + 1} + ${line % 7}`,
  )
  return `\`\`\`ts\n${body.join('\n')}\n\`\`\``
}

/** Headings, paragraphs, lists, quotations, tables and code by turns, about so many words long. */
export function longText(words: number): string {
  const parts: string[] = ['# A long answer']
  for (let written = 0, section = 1; written < words; section += 1) {
    const size = Math.min(120, words - written)
    parts.push(`## Section ${section}`, wordsOf(size, section))
    written += size
    const kind = section % 4
    if (kind === 1) {
      parts.push(
        [1, 2, 3].map((item) => `- item ${item}: ${wordsOf(6, section + item)}`).join('\n'),
      )
    }
    if (kind === 2) parts.push(tableOf(4, 3))
    if (kind === 3) parts.push(codeOf(6))
    if (kind === 0) parts.push(`> ${wordsOf(20, section + 9)}`)
  }
  return [...parts, '**The end of the long answer.**'].join('\n\n')
}
