import { createHash, timingSafeEqual } from 'node:crypto'

/** Says whose a token is, or undefined. */
export type TokenBook = { readonly isEmpty: boolean; find(token: string): string | undefined }

/** Keeps only hashes; every token is compared, each in constant time. */
export function createTokenBook(tokens: readonly string[]): TokenBook {
  const hashes = tokens.map(hashOf)
  return {
    isEmpty: hashes.length === 0,
    find(token) {
      const hash = hashOf(token)
      let owner: string | undefined
      for (const known of hashes) {
        if (timingSafeEqual(known, hash)) owner = `token:${known.toString('hex').slice(0, 16)}`
      }
      return owner
    },
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
