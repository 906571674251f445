const accents = /[\u0300-\u036f]/g
const letters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
}

/**
 * Text as the search compares it: lower case, without Latin accents, full-width forms made plain.
 * `Łódź` is found by `lodz`, `ＫＥＥＰ` by `keep`.
 *
 * Done here and stored beside the original, because what the database's own `lower` does depends on
 * its locale. Marks of other scripts stay: `か` and `が` are different letters.
 */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(accents, '')
    .normalize('NFC')
    .replace(/[ßæœøđðþłı]/g, (letter) => letters[letter] ?? letter)
}
