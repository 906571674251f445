/*
 * Unicode's characters without a shape of their own: controls, bidi controls, joiners, fillers, tag
 * characters, variation selectors. Some are part of honest writing, and only where they stand tells.
 */

/** Default ignorables, controls, line separators, lone surrogates, noncharacters, the blank braille cell. */
const hidden = String.raw`\p{Default_Ignorable_Code_Point}\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}\ufff9-\ufffb\u2800`

/** Scripts whose letters take another form beside a joiner: Persian, Sindhi, those of India, … */
const joining = [
  'Arabic',
  'Syriac',
  'Mongolian',
  'Nko',
  'Mandaic',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Oriya',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Myanmar',
  'Khmer',
  'Tibetan',
  'Balinese',
  'Javanese',
  'Chakma',
]
/** Scripts that write no spaces: the zero-width one says where a line may break. */
const unspaced = ['Thai', 'Lao', 'Khmer', 'Myanmar', 'Tibetan']

const flagsOfBritain = ['gbeng', 'gbsct', 'gbwls'].map((region) => `\u{1f3f4}${tags(region)}`)
const emoji = String.raw`\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|[\ufe0e\ufe0f])?`

/** Sequences in which a hidden character belongs to what is written. */
const honest = [
  ...flagsOfBritain,
  String.raw`${emoji}(?:\u200d${emoji})*`,
  String.raw`[0-9#*]\ufe0f(?=\u20e3)`,
  String.raw`(?<=(?=[\p{L}\p{M}])${anyOf(joining)})[\u200c\u200d]`,
  String.raw`(?<=(?=[\p{L}\p{M}])${anyOf(unspaced)})\u200b(?=(?=[\p{L}\p{M}])${anyOf(unspaced)})`,
  String.raw`(?<=(?=\p{L})\p{Script=Mongolian})[\u180b-\u180f]`,
  String.raw`(?<=[\u2801-\u28ff])\u2800|\u2800(?=[\u2801-\u28ff])`,
]

/** Variants of one ideograph: some people's names need them, but they can also carry a hidden text. */
const ideographVariant = String.raw`(?<=\p{Script=Han})[\ufe00-\ufe02\u{e0100}-\u{e01ef}]`

/** Finds honest sequences, then variants of ideographs (`variant`), then runs of what hides (`run`). */
export const hiddenPattern = new RegExp(
  `${honest.join('|')}|(?<variant>${ideographVariant})|(?<run>(?![\\t\\n])[${hidden}](?:(?![\\t\\n])[${hidden}])*)`,
  'gu',
)

/** Whether there is anything to look at more closely: for most texts, no. */
export function mayHide(text: string): boolean {
  return anyHidden.test(text)
}
const anyHidden = new RegExp(`(?![\\t\\n])[${hidden}]`, 'u')

/** Letters of scripts that are written from right to left. */
export const rightToLeftLetter =
  /(?=\p{L})[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

export const overrides = '\u202d\u202e'
export const bidiControls =
  '\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069'

/** The label of a mark, and its name in full. */
const names: Readonly<Record<string, readonly [label: string, name: string]>> = {
  '\u00ad': ['SHY', 'soft hyphen'],
  '\u061c': ['ALM', 'Arabic letter mark'],
  '\u200b': ['ZWSP', 'zero-width space'],
  '\u200c': ['ZWNJ', 'zero-width non-joiner'],
  '\u200d': ['ZWJ', 'zero-width joiner'],
  '\u200e': ['LRM', 'left-to-right mark'],
  '\u200f': ['RLM', 'right-to-left mark'],
  '\u2028': ['LS', 'line separator'],
  '\u2029': ['PS', 'paragraph separator'],
  '\u202a': ['LRE', 'left-to-right embedding'],
  '\u202b': ['RLE', 'right-to-left embedding'],
  '\u202c': ['PDF', 'end of a change of direction'],
  '\u202d': ['LRO', 'left-to-right override'],
  '\u202e': ['RLO', 'right-to-left override'],
  '\u2060': ['WJ', 'word joiner'],
  '\u2066': ['LRI', 'left-to-right isolate'],
  '\u2067': ['RLI', 'right-to-left isolate'],
  '\u2068': ['FSI', 'first strong isolate'],
  '\u2069': ['PDI', 'end of an isolate'],
  '\ufeff': ['BOM', 'byte order mark'],
}

export function nameOfHidden(character: string): readonly [label: string, name: string] {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  return names[character] ?? [code, code]
}

function anyOf(scripts: readonly string[]): string {
  return `[${scripts.map((script) => `\\p{Script_Extensions=${script}}`).join('')}]`
}

/** Letters as the tag characters that spell the region of a flag, with the one that ends it. */
function tags(letters: string): string {
  const points = Array.from(letters, (letter) => 0xe0000 + (letter.codePointAt(0) ?? 0))
  return String.fromCodePoint(...points, 0xe007f)
}
