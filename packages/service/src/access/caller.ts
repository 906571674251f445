import type { Role } from '@askdesk/contracts'

/**
 * A person or program that makes a request. `owner` is the stable id that runs, rows of the ledger
 * and limits belong to: `name:maya` for a named token, `token:…` for a bare one, `user:…` for the
 * identity provider's subject, `anonymous` where nobody has to sign in. `name` is for people.
 */
export type Caller = {
  readonly owner: string
  readonly name: string
  readonly role: Role
  readonly mail?: string | undefined
}

/** Everybody, where no authentication is set up: the machine is theirs, so they may do all. */
export const anonymous: Caller = { owner: 'anonymous', name: 'anonymous', role: 'admin' }

/** A credential that holds, and until when. */
export type Proof = {
  readonly caller: Caller
  /** Names the credential that a session rests on; without it the session ends too. */
  readonly credential: string
  /** Milliseconds since 1970; undefined for a credential without an end. */
  readonly expiresAt: number | undefined
}
