import type { Reply } from './conversation.ts'
import { splitterStart, splitThinking, type SplitterState } from '../thinking/thinking-splitter.ts'

type Written = Pick<Reply, 'text' | 'reasoning'> & { readonly splitter?: SplitterState | undefined }

/** Adds what a model has written: its answer to the text, its thinking to the thinking. */
export function withWritten(before: Written, more: string, isEnd = false): Required<Written> {
  const { state, pieces } = splitThinking(before.splitter ?? splitterStart, more, isEnd)
  let { text, reasoning } = before
  for (const piece of pieces) {
    if (piece.kind === 'text') text = joined(text, piece.text, reasoning !== '')
    else if (piece.kind === 'thinking') reasoning = joined(reasoning, piece.text)
    else {
      reasoning = piece.kind === 'begin' ? apart(reasoning, '') : apart(reasoning, text)
      if (piece.kind === 'retract' || text.trim() === '') text = ''
    }
  }
  return { text, reasoning, splitter: state }
}

/**
 * Splits what an earlier version of this page kept as one text. A text without such a tag, which is
 * nearly every one, is not looked at further.
 */
export function withStoredText<Stored extends Written>(stored: Stored, isRunning: boolean): Stored {
  if (stored.splitter !== undefined || !mayHoldTag.test(stored.text)) return stored
  const { text, reasoning, splitter } = withWritten(
    { text: '', reasoning: stored.reasoning },
    stored.text,
    !isRunning,
  )
  return { ...stored, text, reasoning, ...(isRunning && { splitter }) }
}

const mayHoldTag =
  /<\/?[a-z:_]*(?:think|thought|reasoning|reflection|scratchpad|monologue|analysis)|<\||\/THINK\]|think▷/i

/** Blank lines before the first word are left out, and behind thinking any space. */
function joined(before: string, more: string, isBehind = true): string {
  if (before !== '') return before + more
  return isBehind ? more.trimStart() : more.replace(/^(?:[^\S\n]*\n)+/, '')
}

/** Each block of thinking is a paragraph of its own. */
function apart(before: string, more: string): string {
  if (before === '') return more.trimStart()
  return before + (before.endsWith('\n') ? '\n' : '\n\n') + more
}
