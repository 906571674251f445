import { createHmac, timingSafeEqual } from 'node:crypto'

/** The header by which one service proves to another that it is one; never taken from a browser. */
export const serviceHeader = 'x-askdesk-service'

/** A value that only holders of `SESSION_KEY` can make, for one purpose alone. */
export function deriveKey(sessionKey: string, purpose: string): Buffer {
  return createHmac('sha256', sessionKey).update(`askdesk ${purpose}\n`).digest()
}

/** Credential in {@link serviceHeader}, by which the proxy writes to the tickets API. */
export function serviceCredential(sessionKey: string): string {
  return deriveKey(sessionKey, 'service call').toString('base64url')
}

export function isServiceCredential(sessionKey: string, given: unknown): boolean {
  if (typeof given !== 'string') return false
  const expected = Buffer.from(serviceCredential(sessionKey))
  const actual = Buffer.from(given)
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}
