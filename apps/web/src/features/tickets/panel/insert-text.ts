export type Insertion = { text: string; caret: number }

/**
 * Puts a passage between what stands before and behind the selection, set apart by an empty line
 * where there is text beside it. `caret` is the place right behind the passage.
 */
export function insertPassage(
  text: string,
  selection: { start: number; end: number },
  passage: string,
): Insertion {
  const before = text.slice(0, selection.start).replace(/[ \t]+$/, '')
  const after = text.slice(selection.end).replace(/^[ \t]+/, '')
  const body = passage.trim()
  const gapBefore = before === '' ? '' : '\n'.repeat(2 - trailingBreaks(before))
  const head = before + gapBefore + body
  const gapAfter = after === '' ? '' : '\n'.repeat(2 - leadingBreaks(after))
  return { text: head + gapAfter + after, caret: head.length }
}

function trailingBreaks(text: string): number {
  return Math.min(2, /\n*$/.exec(text)?.[0].length ?? 0)
}

function leadingBreaks(text: string): number {
  return Math.min(2, /^\n*/.exec(text)?.[0].length ?? 0)
}
