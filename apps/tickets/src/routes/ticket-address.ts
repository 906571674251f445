import type { IncomingHttpHeaders } from 'node:http'
import { InvalidRequestError } from '../errors.ts'

/** The route parameters of everything below `/api/tickets/:id`. */
export type TicketAddress = { Params: { id: string } }

/** The id in the path. */
export function parseTicketId(text: string): number {
  const id = /^\d{1,10}$/.test(text) ? Number(text) : 0
  // Refuses numbers beyond an integer column, like text that is no number.
  if (id < 1 || id > 2_147_483_647) {
    throw new InvalidRequestError(
      'The ticket id in the address must be a number such as 1042, without a # sign.',
    )
  }
  return id
}

/**
 * The version that a change was made against: from `If-Match` (`"3"`, `W/"3"`, or a bare `3`) or
 * from the body, which must agree when both are given.
 */
export function readVersion(
  headers: IncomingHttpHeaders,
  bodyVersion: number | undefined,
): number | undefined {
  const header = headers['if-match']
  if (header === undefined) return bodyVersion
  const digits = /^(?:(?:W\/)?"(\d{1,10})"|(\d{1,10}))$/.exec(header.trim())
  if (digits === null) {
    throw new InvalidRequestError(
      'The If-Match header must hold one version of the ticket, such as "3".',
    )
  }
  const headerVersion = Number(digits[1] ?? digits[2])
  if (bodyVersion !== undefined && bodyVersion !== headerVersion) {
    throw new InvalidRequestError(
      `The If-Match header says version ${headerVersion} and the body says ${bodyVersion}. Send one of them.`,
    )
  }
  return headerVersion
}

/** The key of a request that may be sent again until its answer has come (draft-ietf-httpapi-idempotency-key-header). */
export function readIdempotencyKey(headers: IncomingHttpHeaders): string | undefined {
  const key = headers['idempotency-key']
  if (key === undefined) return undefined
  // The draft standard writes it in quotes, most clients do not.
  const [, quoted] = /^"([^"]*)"$/.exec(String(key)) ?? []
  const bare = quoted ?? String(key)
  if (!/^[\x21-\x7e]{1,128}$/.test(bare)) {
    throw new InvalidRequestError(
      'The Idempotency-Key header must hold 1 to 128 letters, digits or signs without spaces, such as a UUID.',
    )
  }
  return bare
}
