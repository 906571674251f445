import { type RefObject, useState } from 'react'
import { flushSync } from 'react-dom'
import type { TextOrigin } from '../../../../shared/insert-reply.ts'
import { type Draft, type DraftKind, readDraft, withText } from './drafts.ts'
import { insertPassage, typeInto } from './insert-text.ts'
import type { useDraft } from './use-draft.ts'

type Done = {
  readonly kind: DraftKind
  readonly before: Draft
  readonly after: string
  readonly passage: string
  readonly origin: TextOrigin
}

/** Puts texts of the assistant into a draft, and takes the last one out again. */
export function useInsertion(
  ticketId: number,
  box: RefObject<HTMLTextAreaElement | null>,
  { kind, drafts, setDraft, setKind }: ReturnType<typeof useDraft>,
) {
  const [done, setDone] = useState<Done | null>(null)
  const isJust = done !== null && done.kind === kind && done.after === drafts[kind].text

  const insertInto = (into: DraftKind, passage: string, origin: TextOrigin): void => {
    const before = readDraft(ticketId, into)
    const end = before.text.length
    const shown = into === kind ? box.current : null
    const selection = { start: shown?.selectionStart ?? end, end: shown?.selectionEnd ?? end }
    const inserted = insertPassage(before.text, selection, passage)
    // Each draft has a text box of its own, which has to be there first.
    flushSync(() => setKind(into))
    const isTyped = box.current !== null && typeInto(box.current, inserted)
    const { provenance, traceId } = origin
    setDraft(into, { ...withText(before, inserted.text), provenance, traceId })
    setDone({ kind: into, before, after: inserted.text, passage, origin })
    if (isTyped) return
    requestAnimationFrame(() => {
      box.current?.focus()
      box.current?.setSelectionRange(inserted.caret, inserted.caret)
    })
  }

  return {
    /** The last insertion, as long as nothing of it was changed. */
    just: isJust ? done : null,
    /** The draft without its author, where the browser's own undo took the text out again. */
    afterTyping(draft: Draft, text: string): Draft {
      const isUndone = done !== null && done.kind === kind && text === done.before.text
      if (!isUndone) return withText(draft, text)
      // Its author alone comes back: the key may have become that of another message since.
      const { provenance, traceId } = done.before
      return withText({ ...draft, provenance, traceId }, text)
    },
    insert(passage: string, origin: TextOrigin): void {
      insertInto(origin.internal === undefined ? kind : 'note', passage, origin)
    },
    moveToReply({ before, passage, origin }: Done): void {
      setDraft('note', before)
      insertInto('agent', passage, { ...origin, internal: undefined })
    },
    undo({ before }: Done): void {
      setDraft(kind, before)
      setDone(null)
      box.current?.focus()
    },
  }
}
