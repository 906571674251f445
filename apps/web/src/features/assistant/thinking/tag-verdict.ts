import { openTicks, type LinePlace } from './line-place.ts'
import type { ThinkTag } from './think-tags.ts'

/** `undecided` until more of the line has come. */
export type Verdict = 'tag' | 'named' | 'undecided'

export type TagSurroundings = {
  readonly within: 'text' | 'thinking' | 'header'
  readonly place: LinePlace
  readonly usesChannels: boolean
  /** Text that has come behind the tag, up to a limit. */
  readonly behind: string
  /** Nothing more will be looked at. */
  readonly isLast: boolean
}

const sentenceEnd = /[.!?…。！？．]/
const listMark = /^[\s>]*(?:[-*+]|\d{1,9}[.)])\s*$/
const indentedCode = /^(?: {4}|\t)/
const quoteSign = /["'`«»“”„‘’「」『』()（）[\]]/

/**
 * Tells a tag that marks thinking from one that a text only names: inside code, or in the middle of
 * a sentence. In doubt it is a mark, as thinking that is shown does more harm than an answer folded away.
 */
export function judgeTag(tag: ThinkTag, around: TagSurroundings): Verdict {
  const { within, place, usesChannels } = around
  if (within === 'thinking') return judgeInThinking(tag, around)
  if (within === 'header') return tag.kind === 'open' || tag.kind === 'close' ? 'named' : 'tag'
  if (place.fence !== '') return 'named'
  const code = codeAround(around)
  if (code !== 'no') return code === 'yes' ? 'named' : 'undecided'
  switch (tag.kind) {
    case 'open':
      return startsSentence(place) ? 'tag' : 'named'
    case 'close':
      return judgeLoneEnd(around)
    case 'header':
      return usesChannels || startsSentence(place) ? 'tag' : 'named'
    case 'message':
    case 'end':
      return usesChannels ? 'tag' : 'named'
    case 'partial':
      return 'named'
    default:
      return tag.kind satisfies never
  }
}

function judgeInThinking({ kind }: ThinkTag, around: TagSurroundings): Verdict {
  const { place, behind, isLast, usesChannels } = around
  if (kind === 'open' || kind === 'partial') return 'named'
  if (kind !== 'close') return usesChannels ? 'tag' : 'named'
  if (place.ticks === 0) return 'tag'
  if (behind === '' && !isLast) return 'undecided'
  return behind.startsWith('`') ? 'named' : 'tag'
}

/** An open code span counts when its end comes in the same line. */
function codeAround({ place, behind, isLast }: TagSurroundings): 'yes' | 'no' | 'undecided' {
  const open = openTicks(place)
  if (open === 0) return 'no'
  const end = behind.indexOf('\n')
  const line = end === -1 ? behind : behind.slice(0, end)
  const runs = line.match(/`+/g) ?? []
  const isAtEdge = end === -1 && line.endsWith('`') && !isLast
  if (runs.some((run, index) => run.length === open && !(isAtEdge && index === runs.length - 1))) {
    return 'yes'
  }
  return end === -1 && !isLast ? 'undecided' : 'no'
}

function startsSentence({ head, lastLetter }: LinePlace): boolean {
  if (/^[\s>]*$/.test(head)) return !indentedCode.test(head)
  return sentenceEnd.test(lastLetter) && !listMark.test(head)
}

/** A closing tag without an opening one: some templates open the thinking themselves. */
function judgeLoneEnd({ place, behind, isLast }: TagSurroundings): Verdict {
  const { lastLetter, isGlued, head, namesTag } = place
  if (namesTag || listMark.test(head)) return 'named'
  if (lastLetter === '') return indentedCode.test(head) ? 'named' : 'tag'
  if (sentenceEnd.test(lastLetter)) return 'tag'
  if (isGlued) return quoteSign.test(lastLetter) ? 'named' : 'tag'
  const next = /[^ \t]/.exec(behind)?.[0]
  if (next === undefined && !isLast) return 'undecided'
  return next === undefined || next === '\n' || next === '\r' ? 'tag' : 'named'
}
