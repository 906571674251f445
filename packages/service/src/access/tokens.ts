import { createHash, timingSafeEqual } from 'node:crypto'
import type { Role } from '@askdesk/contracts'
import type { Caller } from './caller.ts'

/** A bearer token of the operator, as a hash: the token itself is kept nowhere else. */
export type Token = {
  readonly fingerprint: Buffer
  readonly length: number
  readonly caller: Caller
  readonly secret: string
}

/** A name stands before a token only if enough follows: a bare base64 token ends in `=` as well. */
const named = /^([a-z][\w.-]{0,31})(?::(agent|admin|channel))?=(.{16,})$/
const unknownRole = /^[a-z][\w.-]{0,31}:[a-z]+=.{16,}$/

/**
 * Reads `maya=…,ops:admin=…,bare`, separated by commas or lines; a line that begins with `#` is a
 * remark. Problems name an entry by its place, never by its text, as that may be a secret.
 */
export function parseTokens(text: string, problems: string[]): Token[] {
  const entries = text
    .split(/\r?\n/)
    .filter((line) => !line.trim().startsWith('#'))
    .flatMap((line) => line.split(','))
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  const tokens = entries.flatMap((entry, index) => {
    const place = `entry ${index + 1}`
    if (/[^\x21-\x7e]/.test(entry)) {
      problems.push(
        `PROXY_TOKENS: ${place} holds spaces or characters that cannot stand in a header. Separate tokens by commas.`,
      )
      return []
    }
    if (!named.test(entry) && unknownRole.test(entry)) {
      problems.push(`PROXY_TOKENS: ${place} has a role that is not agent, admin or channel.`)
      return []
    }
    return [readToken(entry)]
  })
  refuseContradictions(tokens, problems)
  return tokens
}

function readToken(entry: string): Token {
  const [, name, role = 'agent', secret] = named.exec(entry) ?? []
  const value = secret ?? entry
  const fingerprint = hash(value)
  const short = fingerprint.toString('hex').slice(0, 16)
  const caller: Caller =
    name === undefined
      ? { owner: `token:${short}`, name: short.slice(0, 8), role: 'agent' }
      : { owner: `name:${name}`, name, role: role as Role } // the pattern admits only roles
  return { fingerprint, length: value.length, caller, secret: value }
}

function refuseContradictions(tokens: readonly Token[], problems: string[]): void {
  const roles = new Map<string, Role>()
  const owners = new Map<string, string>()
  for (const { caller, fingerprint } of tokens) {
    const known = roles.get(caller.owner)
    if (known !== undefined && known !== caller.role) {
      problems.push(`PROXY_TOKENS: ${caller.name} has two roles, ${known} and ${caller.role}.`)
    }
    roles.set(caller.owner, caller.role)
    const key = fingerprint.toString('hex')
    const owner = owners.get(key)
    if (owner !== undefined && owner !== caller.owner) {
      problems.push('PROXY_TOKENS: two names have the same token. Give each one of its own.')
    }
    owners.set(key, caller.owner)
  }
}

/** Compares every token, each in constant time, so that an answer's time tells nothing. */
export function findToken(tokens: readonly Token[], given: string): Token | undefined {
  const fingerprint = hash(given)
  let found: Token | undefined
  for (const token of tokens) {
    if (timingSafeEqual(token.fingerprint, fingerprint)) found = token
  }
  return found
}

/** The name under which a session remembers the token that it was traded for. */
export function credentialOf(token: Token): string {
  return `token:${token.fingerprint.toString('hex').slice(0, 32)}`
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
