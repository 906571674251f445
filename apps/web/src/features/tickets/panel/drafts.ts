import { z } from 'zod'

const draftSchema = z.object({
  text: z.string(),
  kind: z.enum(['agent', 'note']),
  /** Which model wrote text that was inserted; goes with the reply when it is sent. */
  provenance: z.string().nullable(),
  /** The reply behind that text: the ledger confirms by it who wrote it. */
  traceId: z.string().optional(),
})
/** A reply that was begun and not yet sent. */
export type Draft = z.infer<typeof draftSchema>

export const emptyDraft: Draft = { text: '', kind: 'agent', provenance: null }

const storageKey = (ticketId: number) => `askdesk.draft.${ticketId}`

/** Drafts of this page where the browser gives no storage: kept until the page is left. */
const memory = new Map<string, string>()

/** The draft of a ticket; an unreadable one counts as none. */
export function readDraft(ticketId: number): Draft {
  try {
    return draftSchema.parse(JSON.parse(readItem(storageKey(ticketId)) ?? 'null'))
  } catch {
    return emptyDraft
  }
}

/** Keeps the draft until it is sent; an empty one leaves nothing behind. */
export function writeDraft(ticketId: number, draft: Draft): void {
  const key = storageKey(ticketId)
  const value = draft.text === '' ? null : JSON.stringify(draft)
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
    memory.delete(key)
  } catch {
    if (value === null) memory.delete(key)
    else memory.set(key, value)
  }
}

function readItem(key: string): string | null {
  const kept = memory.get(key)
  if (kept !== undefined) return kept
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}
