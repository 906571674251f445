/** The author of a text from the assistant: a model by its name, and the reply that the ledger knows. */
export type TextOrigin = { readonly provenance: string; readonly traceId?: string | undefined }

/** Puts a text of the assistant into the ticket's reply box. */
export type InsertReply = (text: string, origin: TextOrigin) => void
