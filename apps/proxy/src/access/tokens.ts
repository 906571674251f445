import { createHash, timingSafeEqual } from 'node:crypto'

/** Says who a bearer token is, or undefined. */
export type TokenBook = {
  readonly isEmpty: boolean
  find(authorization: string | undefined): string | undefined
}

/** Keeps only hashes; every token is compared, each in constant time. */
export function createTokenBook(tokens: readonly string[]): TokenBook {
  const hashes = tokens.map(hashOf)
  return {
    isEmpty: hashes.length === 0,
    find(authorization) {
      const given = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(authorization ?? '')?.[1]
      if (given === undefined) return undefined
      const hash = hashOf(given)
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
