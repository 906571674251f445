import {
  bidiControls,
  hiddenPattern,
  mayHide,
  nameOfHidden,
  overrides,
  rightToLeftLetter,
} from './hidden-characters.ts'

/**
 * Where a text stands. `label`: a name, subject, address, tag, file name; all that hides is marked.
 * `body`: a message or an answer; direction controls stay where a line has letters that need them,
 * and what has no effect is left out quietly. `sent`: what a model gets; like `body`, without any
 * direction control.
 */
export type TextPlace = 'label' | 'body' | 'sent'

/** Stands for hidden characters: `RLO`, “right-to-left override”. */
export type HiddenMark = { readonly label: string; readonly name: string }

/** More in a row than this become one mark. */
const marksInARow = 3

/**
 * A text that somebody else wrote, in pieces: text that shows what it is, and marks where something
 * is hidden. Nothing in the pieces can change the direction of what stands around them.
 */
export function textPieces(text: string, place: TextPlace): readonly (string | HiddenMark)[] {
  const written = withPlainBreaks(text, place)
  if (!mayHide(written)) return written === '' ? [] : [written]
  const pieces: (string | HiddenMark)[] = []
  const add = (piece: string | HiddenMark): void => {
    const last = pieces.at(-1)
    if (typeof piece === 'string' && typeof last === 'string') {
      pieces[pieces.length - 1] = last + piece
    } else if (piece !== '') pieces.push(piece)
  }
  for (const [index, line] of written.split('\n').entries()) {
    if (index > 0) add('\n')
    const keepsDirections = place === 'body' && isHonestlyDirected(line)
    let end = 0
    for (const match of line.matchAll(hiddenPattern)) {
      const { run, variant } = match.groups ?? {}
      add(line.slice(end, match.index))
      end = match.index + match[0].length
      if (run !== undefined) for (const piece of readRun(run, place, keepsDirections)) add(piece)
      else if (variant === undefined || place !== 'sent') add(match[0])
    }
    add(line.slice(end))
  }
  return pieces
}

/** The same as one text, with the marks written out: `Refund of ⟨RLO⟩00.5$`. */
export function visibleText(text: string, place: TextPlace = 'label'): string {
  return textPieces(text, place)
    .map((piece) => (typeof piece === 'string' ? piece : `⟨${piece.label}⟩`))
    .join('')
}

/** A label inside of a sentence that is not HTML: its direction ends with it. */
export function isolatedText(text: string): string {
  const visible = visibleText(text)
  return rightToLeftLetter.test(visible) ? `\u2068${visible}\u2069` : visible
}

function withPlainBreaks(text: string, place: TextPlace): string {
  if (place === 'label') return text.replaceAll(/[\t\r\n]+/g, ' ')
  // Vertical tab and form feed are line ends that a pattern for line ends does not know.
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/\r\n?|[\u000b\u000c\u0085\u2028\u2029]/g, '\n')
}

/** Right-to-left letters explain direction controls, if each is closed and none turns letters round. */
function isHonestlyDirected(line: string): boolean {
  if (!rightToLeftLetter.test(line)) return false
  const open: string[] = []
  for (const character of line) {
    if (overrides.includes(character)) return false
    if ('\u202a\u202b'.includes(character)) open.push('\u202c')
    else if ('\u2066\u2067\u2068'.includes(character)) open.push('\u2069')
    else if ('\u202c\u2069'.includes(character) && open.pop() !== character) return false
  }
  return open.length === 0
}

function readRun(run: string, place: TextPlace, keepsDirections: boolean) {
  const pieces: (string | HiddenMark)[] = []
  let marked: string[] = []
  const closeMarks = (): void => {
    if (marked.length > marksInARow) {
      pieces.push({ label: `${marked.length} hidden`, name: `${marked.length} characters` })
    } else {
      for (const character of marked) {
        const [label, name] = nameOfHidden(character)
        pieces.push({ label, name })
      }
    }
    marked = []
  }
  for (const character of run) {
    const treatment = treat(character, place, keepsDirections)
    if (treatment === 'mark') marked.push(character)
    else if (treatment !== '') {
      closeMarks()
      pieces.push(treatment)
    }
  }
  closeMarks()
  return pieces
}

const carriers = [/\p{Cc}/u, /[\u{e0000}-\u{e0fff}]/u, /\p{Variation_Selector}/u, /[\ufff9-\ufffb]/]

/** `mark`, or what stands for the character. */
function treat(character: string, place: TextPlace, keepsDirections: boolean): string {
  if (/[\p{Cs}\p{Noncharacter_Code_Point}]/u.test(character)) return '\ufffd'
  if (place === 'label' || overrides.includes(character)) return 'mark'
  if (bidiControls.includes(character)) return keepsDirections ? character : ''
  // Carriers can hold a text that nobody sees; the others only fill.
  const canCarry = carriers.some((carrier) => carrier.test(character))
  return canCarry ? 'mark' : ''
}
