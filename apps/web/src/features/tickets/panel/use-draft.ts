import { useCallback, useState } from 'react'
import { begunKind, type Draft, type DraftKind, readDraft, writeDraft } from './drafts.ts'

type Held = { ticketId: number; kind: DraftKind; drafts: Record<DraftKind, Draft> }

/** The ticket's two drafts as state that is stored with every change, and which of them is on show. */
export function useDraft(ticketId: number) {
  const [held, setHeld] = useState(() => hold(ticketId))
  // Another ticket came into the same panel: its own drafts, before anything is drawn.
  const current = held.ticketId === ticketId ? held : hold(ticketId)
  if (current !== held) setHeld(current)
  const setDraft = useCallback(
    (kind: DraftKind, draft: Draft) => {
      writeDraft(ticketId, kind, draft)
      setHeld((was) =>
        was.ticketId === ticketId ? { ...was, drafts: { ...was.drafts, [kind]: draft } } : was,
      )
    },
    [ticketId],
  )
  const setKind = useCallback((kind: DraftKind) => setHeld((was) => ({ ...was, kind })), [])
  return {
    kind: current.kind,
    draft: current.drafts[current.kind],
    drafts: current.drafts,
    setDraft,
    setKind,
  }
}

function hold(ticketId: number): Held {
  return {
    ticketId,
    kind: begunKind(ticketId),
    drafts: { agent: readDraft(ticketId, 'agent'), note: readDraft(ticketId, 'note') },
  }
}
