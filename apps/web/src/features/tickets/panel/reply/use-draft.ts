import { useCallback, useEffect, useState } from 'react'
import { actingAgent } from '../../../../shared/acting-agent.ts'
import {
  afterPosting,
  begunKind,
  type Draft,
  type DraftKind,
  isDraftKey,
  readDraft,
  writeDraft,
} from './drafts.ts'

type Held = {
  ticketId: number
  agent: string | null
  kind: DraftKind
  drafts: Record<DraftKind, Draft>
}

/**
 * The ticket's two drafts as state, and which of them is on show. What is stored is the truth: every
 * change is written at once, and every other tab reads it as soon as it hears of it.
 */
export function useDraft(ticketId: number) {
  const agent = actingAgent()
  const [held, setHeld] = useState(() => hold(ticketId))
  // Another ticket or person came into the same panel: its own drafts, before anything is drawn.
  const isCurrent = held.ticketId === ticketId && held.agent === agent
  const current = isCurrent ? held : hold(ticketId)
  if (current !== held) setHeld(current)

  const refresh = useCallback(
    () =>
      setHeld((was) => (was.ticketId === ticketId ? { ...hold(ticketId), kind: was.kind } : was)),
    [ticketId],
  )
  useEffect(() => {
    const onStorage = ({ key }: StorageEvent): void => {
      if (isDraftKey(ticketId, key)) refresh()
    }
    window.addEventListener('storage', onStorage)
    // A tab that was frozen has heard nothing.
    window.addEventListener('focus', refresh)
    return () => {
      window.removeEventListener('storage', onStorage)
      window.removeEventListener('focus', refresh)
    }
  }, [ticketId, refresh])

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
  /** Takes out what has become a message, and leaves what was typed meanwhile. */
  const settle = useCallback(
    (kind: DraftKind, sent: Pick<Draft, 'text' | 'key'>) =>
      setDraft(kind, afterPosting(readDraft(ticketId, kind), sent)),
    [ticketId, setDraft],
  )
  const { kind, drafts } = current
  return { kind, draft: drafts[kind], drafts, setDraft, setKind, settle }
}

function hold(ticketId: number): Held {
  return {
    ticketId,
    agent: actingAgent(),
    kind: begunKind(ticketId),
    drafts: { agent: readDraft(ticketId, 'agent'), note: readDraft(ticketId, 'note') },
  }
}
