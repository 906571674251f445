import type { Reply } from './reply-options.ts'
import type { RunAbout } from './run-about.ts'
import type { Run } from './run.ts'

/** A run with its owner, as it is found by its id. */
export type RegisteredRun = {
  readonly id: string
  /** The owner; nobody else learns that it exists. */
  readonly owner: string
  readonly run: Run
  readonly reply: Reply
  readonly about: () => RunAbout
}
