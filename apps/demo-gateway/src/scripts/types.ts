import type { ChatRequest } from '../chat-request.ts'
import type { Exchange } from '../exchange.ts'
import type { ReplyFacts } from '../wire/types.ts'

export type ParameterSpec = { readonly about: string; readonly default: number | string }

/** The values of a script's parameters: what was given, else the default. */
export type ParameterValues = {
  readonly number: (name: string) => number
  readonly text: (name: string) => string
}

/** Everything a script needs to play its part in one request. */
export type Stage = {
  readonly request: ChatRequest
  readonly exchange: Exchange
  readonly values: ParameterValues
  /** Scales every delay that is not a script's own parameter; 0 means as fast as possible. */
  readonly pace: number
  readonly requestId: string
  readonly nowMs: number
  /** The text that the script answers with. */
  readonly text: string
  readonly reply: ReplyFacts
}

/**
 * One named behaviour. `text` is what it says (default: a useful answer); `play` is how a streamed
 * request is answered; `playWhole` how one that is not streamed is: `same` as the stream, its own
 * way, or (left out) as one good JSON document.
 */
export type Script = {
  readonly name: string
  readonly about: string
  readonly parameters?: Readonly<Record<string, ParameterSpec>>
  readonly text?: (request: ChatRequest, values: ParameterValues) => string
  readonly play: (stage: Stage) => Promise<void>
  readonly playWhole?: 'same' | ((stage: Stage) => Promise<void>)
}
