import { timingSafeEqual } from 'node:crypto'
import { sha256 } from '../sha256.ts'

/** Says whose a token is, or undefined. */
export type TokenBook = { readonly isEmpty: boolean; find(token: string): string | undefined }

/** Keeps only hashes; every token is compared, each in constant time. */
export function createTokenBook(tokens: readonly string[]): TokenBook {
  const book = tokens.map((token) => {
    const fingerprint = sha256(token)
    return { fingerprint, owner: `token:${fingerprint.toString('hex').slice(0, 16)}` }
  })
  return {
    isEmpty: book.length === 0,
    find(token) {
      const given = sha256(token)
      let owner: string | undefined
      for (const known of book) {
        if (timingSafeEqual(known.fingerprint, given)) owner = known.owner
      }
      return owner
    },
  }
}
