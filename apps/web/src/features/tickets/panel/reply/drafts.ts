import type { TicketMessage } from '@askdesk/contracts'
import { z } from 'zod'
import { actingAgent } from '../../../../shared/acting-agent.ts'
import { createId } from '../../../../shared/create-id.ts'

const draftSchema = z.object({
  text: z.string(),
  /** The model that wrote text that was inserted; goes with the reply when it is sent. */
  provenance: z.string().nullable(),
  /** The reply behind that text: the ledger confirms by it who wrote it. */
  traceId: z.string().optional(),
  /** Idempotency key of the message that it becomes: sent again, it is still one message. */
  key: z.string().optional(),
  /** The text that is on its way to the service, and the newest message of the thread before it. */
  posting: z.object({ text: z.string(), after: z.number() }).optional(),
})
/** A reply or a note that was begun and not yet sent. */
export type Draft = z.infer<typeof draftSchema>

/** A public reply to the customer, or an internal note: two texts that never become each other. */
export type DraftKind = 'agent' | 'note'

export const emptyDraft: Draft = { text: '', provenance: null }

/** One for each ticket, kind and person: on a desk without sign-in a tab says who acts in it. */
function storageKey(ticketId: number, kind: DraftKind): string {
  const agent = actingAgent()
  return `askdesk.draft.${ticketId}.${kind}${agent === null ? '' : `.${agent}`}`
}

/** Whether another tab's write to a storage key is about a draft of this ticket. Null: it was emptied. */
export function isDraftKey(ticketId: number, key: string | null): boolean {
  return key === null || key.startsWith(`askdesk.draft.${ticketId}.`)
}

/** A draft with another text. Its key is made with its first letter and goes with its last. */
export function withText(draft: Draft, text: string): Draft {
  if (text.trim() === '') return { ...emptyDraft, text }
  return { ...draft, text, key: draft.key ?? createId() }
}

/** Rest of a draft once `sent` of it has become a message: whatever was typed meanwhile. */
export function afterPosting(current: Draft, sent: Pick<Draft, 'text' | 'key'>): Draft {
  if (current.key !== sent.key) return current
  if (!current.text.startsWith(sent.text)) {
    const { text, provenance, traceId } = current
    return { text, provenance, traceId, key: createId() }
  }
  return withText(emptyDraft, current.text.slice(sent.text.length).trimStart())
}

/** Whether the text that was on its way has arrived: its answer was lost, or came when nobody was here. */
export function hasArrived(
  { posting }: Draft,
  kind: DraftKind,
  messages: readonly TicketMessage[],
): boolean {
  return (
    posting !== undefined &&
    messages.some(
      (message) =>
        message.id > posting.after && message.kind === kind && message.body === posting.text.trim(),
    )
  )
}

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
