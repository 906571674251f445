import { followText, lineStart, type LinePlace } from './line-place.ts'
import { judgeTag } from './tag-verdict.ts'
import { longestTag, readThinkTag, type ThinkTag } from './think-tags.ts'

/** Where a reader of a growing text has got to. Small, and kept with the reply: reading can go on after a reload. */
export type SplitterState = {
  readonly within: 'text' | 'thinking' | 'header'
  /** The end of what has come, which may be the beginning of a tag. */
  readonly held: string
  readonly place: LinePlace
  /** Content of a header of the harmony format: who speaks, and on which channel. */
  readonly header: string
  /** The text is in a format with control words, such as harmony's, which are never a part of it. */
  readonly usesChannels: boolean
}

/** `begin`: of another block of thinking. `retract`: all text so far was thinking after all. */
export type Piece =
  | { readonly kind: 'text' | 'thinking'; readonly text: string }
  | { readonly kind: 'begin' | 'retract' }

export const splitterStart: SplitterState = {
  within: 'text',
  held: '',
  place: lineStart,
  header: '',
  usesChannels: false,
}

const special = /[<[◁]/g
/** How far behind a tag is looked for what tells a mark from a mention. */
const farthestLook = 200
const longestHeader = 200

/**
 * Splits what comes into text and thinking. A tag that is named, inside code or in the middle of a
 * sentence, is text. The work depends on what comes, not on what has come before.
 */
export function splitThinking(
  before: SplitterState,
  more: string,
  isEnd = false,
): { readonly state: SplitterState; readonly pieces: readonly Piece[] } {
  let { within, place, header, usesChannels } = before
  const source = before.held + more
  const pieces: Piece[] = []
  let at = 0

  function take(length: number): void {
    const text = source.slice(at, at + length)
    at += length
    if (text === '') return
    if (within === 'header') {
      header = (header + text).slice(0, longestHeader)
      return
    }
    place = followText(place, text)
    const last = pieces.at(-1)
    if (last?.kind === within) pieces[pieces.length - 1] = { kind: within, text: last.text + text }
    else pieces.push({ kind: within, text })
  }

  function pass({ kind, length }: ThinkTag): void {
    if (kind === 'close' && within === 'text') pieces.push({ kind: 'retract' })
    if (kind === 'header') header = within === 'header' ? `${header} ` : ''
    usesChannels ||= source.startsWith('<|', at)
    within = nextWithin(kind, header)
    if (within === 'thinking') pieces.push({ kind: 'begin' })
    at += length
    place = lineStart
  }

  for (;;) {
    special.lastIndex = at
    const next = special.exec(source)
    take((next?.index ?? source.length) - at)
    if (!next) break
    const tag = readThinkTag(source.slice(at, at + longestTag + 40))
    if (tag?.kind === 'partial' && !isEnd) break
    const behind = tag ? source.slice(at + tag.length, at + tag.length + farthestLook) : ''
    const isLast = isEnd || behind.length === farthestLook
    const verdict = tag ? judgeTag(tag, { within, place, usesChannels, behind, isLast }) : 'named'
    if (verdict === 'undecided') break
    if (tag && verdict === 'tag') pass(tag)
    else {
      if (tag?.kind === 'open' && within === 'text') place = { ...place, namesTag: true }
      take(1)
    }
  }
  return { state: { within, held: source.slice(at), place, header, usesChannels }, pieces }
}

function nextWithin(kind: ThinkTag['kind'], header: string): SplitterState['within'] {
  if (kind === 'open') return 'thinking'
  if (kind === 'header') return 'header'
  return kind === 'message' && /\b(?:analysis|commentary)\b/.test(header) ? 'thinking' : 'text'
}
