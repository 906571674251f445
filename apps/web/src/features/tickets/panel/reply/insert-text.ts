export type Insertion = {
  readonly text: string
  /** The place right behind the passage. */
  readonly caret: number
  /** Range of the text before that is replaced, and by what. */
  readonly from: number
  readonly to: number
  readonly added: string
}

/**
 * Puts a passage between what stands before and behind the selection, set apart by an empty line
 * where there is text beside it.
 */
export function insertPassage(
  text: string,
  selection: { start: number; end: number },
  passage: string,
): Insertion {
  const before = text.slice(0, selection.start).replace(/[ \t]+$/, '')
  const after = text.slice(selection.end).replace(/^[ \t]+/, '')
  const gapBefore = before === '' ? '' : '\n'.repeat(2 - trailingBreaks(before))
  const body = gapBefore + passage.trim()
  const added = body + (after === '' ? '' : '\n'.repeat(2 - leadingBreaks(after)))
  return {
    text: before + added + after,
    caret: before.length + body.length,
    from: before.length,
    to: text.length - after.length,
    added,
  }
}

/**
 * Types a passage into a text box as a person would, so that the browser's own undo takes it out
 * again. False where the browser does not; the caller then sets the text by itself.
 */
export function typeInto(box: HTMLTextAreaElement, { from, to, added }: Insertion): boolean {
  box.focus()
  box.setSelectionRange(from, to)
  // Deprecated without a successor: nothing else reaches the undo history of a text box.
  // oxlint-disable-next-line typescript/no-deprecated
  return (
    typeof document.execCommand === 'function' && document.execCommand('insertText', false, added)
  )
}

function trailingBreaks(text: string): number {
  return Math.min(2, /\n*$/.exec(text)?.[0].length ?? 0)
}

function leadingBreaks(text: string): number {
  return Math.min(2, /^\n*/.exec(text)?.[0].length ?? 0)
}
