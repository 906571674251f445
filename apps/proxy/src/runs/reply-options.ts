import type { KnownApiError, Outcome } from '@askdesk/contracts'
import type { Timeouts } from '../config/config.ts'
import type { ProxyError } from '../errors/proxy-error.ts'
import type { Asked } from '../errors/failure-sentences.ts'
import type { StreamFacts } from '../portkey/outcome.ts'
import type { UpstreamRequest } from '../portkey/request.ts'
import type { UpstreamClient } from '../portkey/upstream.ts'
import type { EventGate } from './event-gate.ts'
import type { HowEnded } from './how-ended.ts'
import type { RunLog } from '../run-log/run-log.ts'
import type { Run } from './run.ts'
import type { Masking } from '../redaction/secret-mask.ts'

/** How a reply ended, before it is put into words: for the receipt, the log and provider health. */
export type Ending = {
  readonly outcome: Outcome
  readonly facts: StreamFacts
  readonly error: KnownApiError | undefined
  readonly ttftMs: number | null
  readonly durationMs: number
  readonly answeredBy: string | undefined
  /** It ended because of us or the reader; upstream is not to blame. */
  readonly byUs: boolean
  /** For the operator's log. */
  readonly ended: HowEnded
  readonly log: RunLog
  readonly upstreamStart: number
}

export type ReplyOptions = {
  readonly client: UpstreamClient
  readonly request: UpstreamRequest
  readonly asked: Asked
  readonly timeouts: Timeouts
  readonly retainBytes: number
  readonly masking: Masking
  /** When the reader last heard something, as `performance.now` gives it. @default when it was asked */
  readonly heardAt?: number | undefined
  /** The run is not shown to its reader yet. */
  readonly isHeldBack?: (() => boolean) | undefined
  /** A reader that is shown nothing has waited for long. */
  readonly onQuiet?: ((now: number) => void) | undefined
  /** Upstream has begun to answer: the run is there to be followed. Returns what comes before upstream's bytes. */
  readonly onStart: (run: Run, answeredBy: string | undefined) => string
  /** The first word of the reply is there. */
  readonly onFirstText?: (() => void) | undefined
  /** Lets only whole events through, and `[DONE]` only after a good end. Without it bytes pass as they come. */
  readonly gate?: EventGate | undefined
  /** Takes a reply that was asked for in one piece. Without it such a reply is made a stream. */
  readonly onWhole?: ((body: string, ending: Ending) => void) | undefined
  /** Upstream did not answer with a stream. Nothing was sent to anyone. */
  readonly onRefused: (error: ProxyError) => void
  /** Returns the last text of the run. */
  readonly onEnd: (ending: Ending) => string
  /** The run has ended, and nobody reads it any more. */
  readonly onOver?: (() => void) | undefined
}

/** One request to Portkey and the run that its answer becomes. */
export type Reply = {
  /** A person stopped it. */
  stop(): void
  /** Nobody reads it any more, or the service is going down. */
  cancel(message: string): void
  /** Looks at the clocks. Called a few times a second for every running reply. */
  tick(now: number): void
}
