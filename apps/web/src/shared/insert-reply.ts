/** The author of a text from the assistant: a model by its name, and the reply that the ledger knows. */
export type TextOrigin = {
  readonly provenance: string
  readonly traceId?: string | undefined
  /** Set where the text is not, or may not be, meant for the customer: it goes into a note first. */
  readonly internal?: InternalReason | undefined
}

/** Why a text is for the team: `notes` are internal notes that the model had read. */
export type InternalReason = 'notes' | 'unfinished' | 'summary' | 'steps'

/** Puts a text of the assistant into the ticket's reply box. */
export type InsertReply = (text: string, origin: TextOrigin) => void
