import { useCallback, useState } from 'react'
import { type Draft, readDraft, writeDraft } from './drafts.ts'

/** The ticket's draft as state that is stored with every change. */
export function useDraft(ticketId: number): [Draft, (draft: Draft) => void] {
  const [held, setHeld] = useState(() => ({ ticketId, draft: readDraft(ticketId) }))
  // Another ticket came into the same panel: its own draft, before anything is drawn.
  const current = held.ticketId === ticketId ? held : { ticketId, draft: readDraft(ticketId) }
  if (current !== held) setHeld(current)
  const setDraft = useCallback(
    (draft: Draft) => {
      writeDraft(ticketId, draft)
      setHeld({ ticketId, draft })
    },
    [ticketId],
  )
  return [current.draft, setDraft]
}
