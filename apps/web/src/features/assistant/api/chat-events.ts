import type { ApiError, Outcome, Receipt, RunEvent } from '@askdesk/contracts'

/**
 * Events of a reply's stream. `endsAt` counts the body bytes up to the event's end, which
 * is where a reader that lost the connection goes on.
 */
export type ReplyEvent =
  | { readonly type: 'run'; readonly run: RunEvent; readonly endsAt: number }
  | { readonly type: 'sources'; readonly sources: readonly Source[]; readonly endsAt: number }
  | { readonly type: 'answering-model'; readonly model: string; readonly endsAt: number }
  | { readonly type: 'text-delta'; readonly text: string; readonly endsAt: number }
  | { readonly type: 'reasoning-delta'; readonly text: string; readonly endsAt: number }
  | ({ readonly type: 'tool-call'; readonly endsAt: number } & ToolCallDelta)
  | (ReplyEnd & { readonly endsAt: number })

/** A place that the model or its provider names for what it says. Never checked by us. */
export type Source = { readonly title: string; readonly url?: string | undefined }

/** A piece of a tool call. Pieces with the same `index` belong together; arguments are JSON text. */
export type ToolCallDelta = {
  readonly index: number
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly argumentsText: string
}

/** How a reply ended for us. No receipt when the proxy's own `end` never came, or was not to be read. */
export type ReplyEnd = {
  readonly type: 'end'
  readonly outcome: Outcome
  /** The proxy's own word for an outcome that this page does not know. */
  readonly endedAs?: string | undefined
  readonly error?: ApiError | undefined
  readonly receipt?: Receipt | undefined
}

/** Yielded by `streamChat`: the reply's events, news of the connection, and one `end` as the last. */
export type ChatEvent =
  | Exclude<ReplyEvent, { type: 'end' }>
  | { readonly type: 'reconnecting'; readonly attempt: number }
  | { readonly type: 'connected' }
  /** Nobody has answered yet; until `run` comes, this is the id by which the reply is found. */
  | {
      readonly type: 'waiting'
      readonly runId: string
      /** The provider takes no more questions for so long, and is asked again then. */
      readonly forMs?: number | undefined
    }
  | ReplyEnd
