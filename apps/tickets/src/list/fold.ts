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

/** Soft hyphens, zero-width characters, direction controls, variation selectors: nobody types them. */
const unseen = /\p{Default_Ignorable_Code_Point}/gu
/** Vowel signs and the signs of a hamza on its carrier, as a dictionary leaves them out; and the stretch. */
const vowelSigns =
  /\u0640|[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]/g

/** Signs that a printer sets and a keyboard does not have, by the one that it has. */
const twins: readonly (readonly [RegExp, string])[] = [
  [/[\u2018-\u201b\u2032\u2035\u02b9\u02bb-\u02be\u02c8\u0060\u00b4\u05f3\ua78c]/g, "'"],
  [/[\u201c-\u201f\u2033\u2036\u00ab\u00bb\u02ba\u05f4\u300c-\u300f\u301d-\u301f]/g, '"'],
  [/[\u2010-\u2015\u2212\u2043\u05be\u301c]/g, '-'],
  // Forms of one letter that keyboards of neighbours differ in.
  [/[\u0671\u0672\u0673\u0675]/g, '\u0627'],
  [/[\u0649\u06cc]/g, '\u064a'],
  [/\u06a9/g, '\u0643'],
]

/**
 * Text as the search compares it: lower case, without Latin accents, full-width forms made plain,
 * typographic signs as a keyboard has them, without what nobody sees and without Arabic and Hebrew
 * vowel signs. `Łódź` is found by `lodz`, `ＫＥＥＰ` by `keep`, `O’Brien` by `O'Brien`.
 *
 * Done here and stored beside the original, because what the database's own `lower` does depends on
 * its locale. Marks of other scripts stay: `か` and `が` are different letters.
 */
export function fold(text: string): string {
  const plain = text
    .replace(/\u00b4/g, "'")
    .toLowerCase()
    .normalize('NFKD')
    .replace(unseen, '')
    .replace(accents, '')
    .replace(vowelSigns, '')
    .normalize('NFC')
    .replace(/[ßæœøđðþłı]/g, (letter) => letters[letter] ?? letter)
  return twins.reduce((folded, [signs, sign]) => folded.replace(signs, sign), plain)
}
