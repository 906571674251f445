import { Tokenizer, type TokenizerObject } from 'marked'

/** Scripts without spaces between words, and the signs of their text. */
const cjk =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303f\ufe30-\ufe4f\uff00-\uffef]/u
const punctuation = /[\p{P}\p{S}]/u
const word = /[\p{L}\p{N}]/u
const space = /\s/u

/** Stands for a sign that is to count as a letter, and for a run that is none of ours. */
const cjkLetter = '一'
const letter = 'a'

/** Signs behind which a single star is a factor, not the beginning of emphasis. */
const factorEnd = /[)\]}%°€$£²³]/u
/** Signs with which no emphasised words begin: `SELECT *, b.*`, `*.txt`. */
const noBeginning = /^(?:[,;:)\]}/=|]|\.(?!\.))/
/** Names of Python and the like. */
const dunder = /(?<!\w)__\w+__(?=\.\w|\()/g

/**
 * Hides from the parser what only looks like emphasis, against CommonMark on purpose: a range as in
 * `3~5`, a product as in `60*40*30`, a power, a masked number. Signs beside a mark count as letters
 * where Chinese, Japanese or Korean is on the other side, as these have no spaces. Keeps the length.
 */
export function maskEmphasis(text: string): string {
  const named = text.includes('__')
    ? text.replaceAll(dunder, (name) => letter.repeat(name.length))
    : text
  let masked = ''
  let at = 0
  for (const { 0: run, index } of named.matchAll(/\*+|_+|~+/g)) {
    if (index < at) continue
    const before = characterBefore(named, index)
    const after = characterAt(named, index + run.length)
    masked += named.slice(at, index)
    at = index + run.length
    if (isText(named, index, run, before, after)) {
      masked += letter.repeat(run.length)
      continue
    }
    const bridges =
      run[0] !== '_' && (cjk.test(before) || cjk.test(after) || isMissedSpace(run, before, after))
    if (bridges && isBridged(before) && !space.test(after) && after !== '') {
      masked = masked.slice(0, masked.length - before.length) + cjkLetter.repeat(before.length)
    }
    masked += run
    if (bridges && isBridged(after) && !space.test(before) && before !== '') {
      masked += cjkLetter.repeat(after.length)
      at += after.length
    }
  }
  return masked + named.slice(at)
}

/** Whether emphasis may begin with the run of stars, underscores or tildes around this place. */
export function opensEmphasis(text: string, place: number): boolean {
  const mark = text[place] ?? ''
  let at = place
  while (at > 0 && text[at - 1] === mark) at -= 1
  let end = place
  while (text[end] === mark) end += 1
  const before = characterBefore(text, at)
  const after = characterAt(text, end)
  if (after === '' || space.test(after)) return false
  if (mark !== '*') return !(mark === '_' && word.test(before))
  const isBound = (word.test(before) && !cjk.test(before)) || factorEnd.test(before)
  if (end - at !== 2) return !isBound && !noBeginning.test(text.slice(end, end + 2))
  if (!isBound) return true
  // Letters inside of a word, as in `Hyper**T**ext`, end in it too.
  return !/\d/.test(before) && /^\*\*\D[^\s*]*\*\*/.test(text.slice(at, at + 60))
}

function isText(text: string, at: number, run: string, before: string, after: string): boolean {
  const isBetweenDigits = /\p{N}/u.test(before) && /\p{N}/u.test(after)
  if (run[0] === '~') return run.length !== 2 || isBetweenDigits
  if (run[0] === '_') return run.length > 2
  if (run.length > 3 || isBetweenDigits) return true
  if (opensEmphasis(text, at)) return false
  const isPower = run.length !== 2 || !endsStrong(text, at)
  const isInside = isPower && word.test(before) && !cjk.test(before) && /\p{N}/u.test(after)
  return before === '' || space.test(before) || isInside || !closes(before, after)
}

/** `**Step**1` is no power: bold has begun, and it is a word that ends here. */
function endsStrong(text: string, at: number): boolean {
  const near = text.slice(Math.max(0, at - 60), at)
  return /(?:^|[^*\w])\*\*(?=\S)[^*]*\p{L}{2}$/u.test(near)
}

/** As in `**Note:**text`. */
function isMissedSpace(run: string, before: string, after: string): boolean {
  return run === '**' && /[:.!?…)"”’»]/.test(before) && word.test(after)
}

/** CommonMark's right-flanking, with signs of CJK text as letters. */
function closes(before: string, after: string): boolean {
  if (!isSign(before) || cjk.test(before) || cjk.test(after)) return true
  return after === '' || space.test(after) || isSign(after)
}

function isBridged(character: string): boolean {
  return isSign(character) && !/[*_~]/.test(character)
}

function isSign(character: string): boolean {
  return punctuation.test(character)
}

function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at)
  return code === undefined ? '' : String.fromCodePoint(code)
}

function characterBefore(text: string, at: number): string {
  if (at === 0) return ''
  const isLow = (text.charCodeAt(at - 1) & 0xfc00) === 0xdc00
  return text.slice(isLow ? Math.max(0, at - 2) : at - 1, at)
}

export const emphasisTokenizer: TokenizerObject = {
  emStrong(source, masked, before = '') {
    const at = masked.length - source.length
    if (masked[at] !== source[0] || !opensEmphasis(masked, at)) return undefined
    const isBridge = cjk.test(characterBefore(masked, at)) || isMaskedBehind(source, masked, at)
    return Tokenizer.prototype.emStrong.call(this, source, masked, isBridge ? '' : before)
  },
  del(source, masked, before = '') {
    const at = masked.length - source.length
    if (masked[at] !== '~') return undefined
    const isBridge = cjk.test(characterBefore(masked, at)) || isMaskedBehind(source, masked, at)
    return Tokenizer.prototype.del.call(this, source, masked, isBridge ? '' : before)
  },
}

function isMaskedBehind(source: string, masked: string, at: number): boolean {
  const run = /^[*_~]+/.exec(source)?.[0].length ?? 0
  return masked[at + run] === cjkLetter && source[run] !== cjkLetter
}
