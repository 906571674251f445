import { z } from 'zod'

const draftSchema = z.object({
  text: z.string(),
  /** Which model wrote text that was inserted; goes with the reply when it is sent. */
  provenance: z.string().nullable(),
  /** The reply behind that text: the ledger confirms by it who wrote it. */
  traceId: z.string().optional(),
})
/** A reply or a note that was begun and not yet sent. */
export type Draft = z.infer<typeof draftSchema>

/** A public reply to the customer, or an internal note: two texts that never become each other. */
export type DraftKind = 'agent' | 'note'

export const emptyDraft: Draft = { text: '', provenance: null }

const storageKey = (ticketId: number, kind: DraftKind) => `askdesk.draft.${ticketId}.${kind}`

/** Drafts of this page where the browser gives no storage: kept until the page is left. */
const memory = new Map<string, string>()

/** The draft of a ticket; an unreadable one counts as none. */
export function readDraft(ticketId: number, kind: DraftKind): Draft {
  takeOver(ticketId)
  try {
    return draftSchema.parse(JSON.parse(readItem(storageKey(ticketId, kind)) ?? 'null'))
  } catch {
    return emptyDraft
  }
}

const singleSchema = draftSchema.extend({ kind: z.enum(['agent', 'note']) })

/** Moves the single draft that an earlier page kept for a ticket into the box that it was meant for. */
function takeOver(ticketId: number): void {
  const key = `askdesk.draft.${ticketId}`
  try {
    const stored = localStorage.getItem(key)
    if (stored === null) return
    localStorage.removeItem(key)
    const { kind, ...draft } = singleSchema.parse(JSON.parse(stored))
    writeDraft(ticketId, kind, draft)
  } catch {
    // Unreadable, or no storage at all: there is nothing to take over.
  }
}

/** Picks the box that a ticket opens with: the note's where only a note was begun. */
export function begunKind(ticketId: number): DraftKind {
  const isOnlyNote =
    readDraft(ticketId, 'agent').text === '' && readDraft(ticketId, 'note').text !== ''
  return isOnlyNote ? 'note' : 'agent'
}

/** Keeps the draft until it is sent; an empty one leaves nothing behind. */
export function writeDraft(ticketId: number, kind: DraftKind, draft: Draft): void {
  const key = storageKey(ticketId, kind)
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
