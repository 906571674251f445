import type { SignInMethod } from '@askdesk/contracts'
import type { FastifyRequest } from 'fastify'
import { ServiceError } from '../errors.ts'
import type { SessionRecord, Sessions } from '../sessions/sessions.ts'
import type { AccessSettings } from '../settings/access.ts'
import { anonymous, type Caller, type Proof } from './caller.ts'
import { cookieOf } from './cookies.ts'
import type { Limiter } from './limiter.ts'
import { createOidcVerifier } from './oidc.ts'
import { createTokenBook, type TokenBook } from './token-book.ts'
import { credentialOf } from './tokens.ts'

/** The outcome of looking at a request's header and cookie. */
export type Identified =
  | { readonly caller: Caller; readonly sessionId?: string | undefined }
  | { readonly caller: undefined; readonly wasGiven: boolean }

/** Tells who is calling. One for all services: they read the same settings and the same store. */
export type Identities = {
  /** Whether anybody has to say who they are. */
  readonly required: boolean
  readonly methods: readonly SignInMethod[]
  readonly sessions: Sessions
  readonly book: TokenBook
  /**
   * Judges an operator's token or the identity provider's JWT. Wrong ones are counted by address.
   *
   * @throws ServiceError `rate_limited` after too many, `unavailable` while the provider is away.
   */
  prove(credential: string, address: string): Promise<Proof | undefined>
  identify(request: FastifyRequest, address: string, isSecure: boolean): Promise<Identified>
  /** Shuts a person out of every service that shares the store, or lets them in again. */
  setDisabled(owner: string, disabled: boolean): Promise<void>
  isDisabled(owner: string): Promise<boolean>
  close(): void
}

export type IdentityOptions = {
  readonly access: AccessSettings
  readonly sessions: Sessions
  readonly guesses: Limiter
  readonly log: (sentence: string, isFault: boolean) => void
}

/** How long an answer of the store about a person is believed, in milliseconds. */
const disabledFor = 3000

export function createIdentities(options: IdentityOptions): Identities {
  const { access, sessions, guesses } = options
  const book = createTokenBook({ ...access, log: options.log })
  const oidc = access.oidc && createOidcVerifier(access.oidc)
  const lookedUp = new Map<string, { at: number; disabled: Promise<boolean> }>()

  async function judge(credential: string): Promise<Proof | undefined> {
    const token = book.find(credential)
    if (token) {
      return { caller: token.caller, credential: credentialOf(token), expiresAt: undefined }
    }
    return looksLikeJwt(credential) ? oidc?.verify(credential) : undefined
  }

  async function prove(credential: string, address: string): Promise<Proof | undefined> {
    const wait = await guesses.peek(address)
    if (wait !== undefined) throw tooManyGuesses(guesses.perMinute, wait)
    try {
      const proof = await judge(credential)
      if (proof === undefined) await guesses.take(address)
      return proof
    } catch (error) {
      // Counts a caller that cannot be judged all the same: an outage is no time to try at will.
      await guesses.take(address)
      throw error
    }
  }

  return {
    required: access.required,
    methods: methodsOf(access),
    sessions,
    book,
    prove,
    async identify(request, address, isSecure) {
      if (!access.required) return { caller: anonymous }
      const { authorization } = request.headers
      if (authorization !== undefined) {
        const credential = /^Bearer +([\x21-\x7e]{1,8192})$/i.exec(authorization)?.[1]
        const proof = credential === undefined ? undefined : await prove(credential, address)
        return proof ?? { caller: undefined, wasGiven: true }
      }
      const sessionId = cookieOf(request, isSecure)
      if (sessionId === undefined) return { caller: undefined, wasGiven: false }
      const record = await sessions.find(sessionId)
      const caller = record && callerOf(record, book)
      return caller ? { caller, sessionId } : { caller: undefined, wasGiven: true }
    },
    async setDisabled(owner, disabled) {
      await sessions.store.setDisabled(owner, disabled)
      lookedUp.delete(owner)
    },
    isDisabled(owner) {
      const known = lookedUp.get(owner)
      if (known && Date.now() - known.at < disabledFor) return known.disabled
      if (lookedUp.size > 10_000) lookedUp.clear()
      const disabled = sessions.store.isDisabled(owner)
      lookedUp.set(owner, { at: Date.now(), disabled })
      return disabled
    },
    close() {
      book.close()
      sessions.store.close()
    },
  }
}

/** A session of a token speaks of the token as it is now: withdrawn, the session is over; renamed, so is its holder. */
function callerOf(record: SessionRecord, book: TokenBook): Caller | undefined {
  if (!record.credential.startsWith('token:')) {
    const { owner, name, role, mail } = record
    return { owner, name, role, mail }
  }
  return book.byCredential(record.credential)?.caller
}

function methodsOf({ tokens, tokensFile, oidc }: AccessSettings): SignInMethod[] {
  return [
    // A person without a sign-in at the provider pastes the provider's JWT where a token goes.
    ...(tokens.length > 0 || tokensFile !== undefined || (oidc && !oidc.client)
      ? (['token'] as const)
      : []),
    ...(oidc?.client ? (['oidc'] as const) : []),
  ]
}

function tooManyGuesses(perMinute: number, wait: number): ServiceError {
  return new ServiceError(
    'rate_limited',
    `More than ${perMinute} wrong credentials came from your address in a minute. Wait a moment, then try the right one.`,
    { retryAfterMs: wait },
  )
}

function looksLikeJwt(credential: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(credential)
}
