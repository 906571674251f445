/** Bounds of what a parser is given. Beyond them a text is shown, but not formatted. */
export const limits = {
  /** Characters of one block of prose. */
  proseCharacters: 24_000,
  /** Characters of one table or list, whose lines are parsed one by one. */
  rowsCharacters: 100_000,
  /** Characters of a whole text that are drawn at all. */
  textCharacters: 400_000,
  /** Quotes and lists inside each other. */
  depth: 10,
  /** Openings of links, emphasis and the like in one block. */
  marks: 1500,
} as const

const quotes = new RegExp(`^((?:[ \\t]*>){${limits.depth}})(?:[ \\t]*>)+`, 'gm')
const markers = new RegExp(
  `^((?:[ \\t]*(?:[-*+]|\\d{1,9}[.)])[ \\t]+){${limits.depth}})(?=[-*+\\d])`,
  'gm',
)
const indentation = new RegExp(`^[ \\t]{${limits.depth * 4}}[ \\t]+`, 'gm')

/**
 * Flattens nesting that no reader needs and that costs parsers time in powers: deeper quotes and
 * lists stay at the deepest level allowed.
 */
export function withoutDeepNesting(text: string): string {
  return text
    .replaceAll(quotes, '$1')
    .replaceAll(markers, '$1\\')
    .replaceAll(indentation, ' '.repeat(limits.depth * 4))
}

/** More marks on one letter than any script has. */
const stackedMarks = /(\p{M}{12})\p{M}+/gu

/** Takes off the marks that are stacked on one letter by the thousand: fonts take seconds for them. */
export function withoutStackedMarks(text: string): string {
  return text.replaceAll(stackedMarks, '$1')
}

/** Whether a block is so large, or so full of half-open syntax, that it is shown as plain text. */
export function isTooCostly(text: string): boolean {
  const isRows = /^ {0,3}(?:\||[-*+] |\d{1,9}[.)] )/.test(text)
  if (text.length > (isRows ? limits.rowsCharacters : limits.proseCharacters)) return true
  let marks = 0
  for (const character of text) {
    if ('[*_~`<!$'.includes(character)) marks += 1
  }
  return marks > limits.marks
}
