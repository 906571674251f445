import { hash, timingSafeEqual } from 'node:crypto'

/** Says whose a token is, or undefined. */
export type TokenBook = { readonly isEmpty: boolean; find(token: string): string | undefined }

/** Keeps only hashes; every token is compared, each in constant time. */
export function createTokenBook(tokens: readonly string[]): TokenBook {
  const book = tokens.map((token) => {
    const fingerprint = hashOf(token)
    return { fingerprint, owner: `token:${fingerprint.toString('hex').slice(0, 16)}` }
  })
  return {
    isEmpty: book.length === 0,
    find(token) {
      const given = hashOf(token)
      let owner: string | undefined
      for (const known of book) {
        if (timingSafeEqual(known.fingerprint, given)) owner = known.owner
      }
      return owner
    },
  }
}

function hashOf(token: string): Buffer {
  return hash('sha256', token, 'buffer')
}
