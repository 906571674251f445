import { cutCharacters } from '@askdesk/service'
import type { FastifyRequest } from 'fastify'
import type { Payer } from '../ledger/payer.ts'

const longest = 80

/**
 * Names the payer of a request. Where nobody signs in, the page says by `x-askdesk-agent` which
 * agent it acts as: good enough to tell windows apart on a machine whose user may do all.
 */
export function payerOf({ caller, headers }: FastifyRequest): Payer {
  const { owner, name } = caller
  const given = headers['x-askdesk-agent']
  if (owner !== 'anonymous' || typeof given !== 'string') return { owner, person: name }
  const letters = decoded(given).replace(/[^\p{L}\p{M}\p{N} .,'’_@-]/gu, '')
  const agent = cutCharacters(letters.trim(), longest)
  return { owner, person: agent || name }
}

/** A header holds one byte a letter: names beyond Latin come percent-encoded or in UTF-8. */
function decoded(text: string): string {
  try {
    if (text.includes('%')) return decodeURIComponent(text)
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'))
  } catch {
    return text
  }
}
