import { decodeNamedCharacterReference } from 'decode-named-character-reference'
import { decodeNumericCharacterReference } from 'micromark-util-decode-numeric-character-reference'

const references = /&(?:#x([\da-f]{1,6})|#(\d{1,7})|([a-z][\da-z]{0,31}));/gi
const decoded = new Map<string, string>()

/**
 * Replaces character references as CommonMark has them; without its semicolon a word is text. In the
 * browser the names are the browser's own, so that their table is not loaded with the page.
 */
export function decodeEntities(text: string): string {
  return text.replace(references, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return decodeNumericCharacterReference(hex, 16)
    if (decimal !== undefined) return decodeNumericCharacterReference(decimal, 10)
    return namedCharacter(name ?? '') ?? whole
  })
}

/** Remembers what the browser's parser said, as it is slow to ask. */
function namedCharacter(name: string): string | undefined {
  const known = decoded.get(name)
  if (known !== undefined) return known
  const character = decodeNamedCharacterReference(name)
  if (character === false) return undefined
  decoded.set(name, character)
  return character
}
