/** Where in its line, and in which code, a growing text has got to. Of fixed size. */
export type LinePlace = {
  /** The marker of the open fence, or nothing. */
  readonly fence: string
  /** The beginning of the line. */
  readonly head: string
  /** The last letter or sign of the line that is no space. */
  readonly lastLetter: string
  /** No space is behind it. */
  readonly isGlued: boolean
  /** Backticks that opened the code span, and those directly before this place. */
  readonly codeTicks: number
  readonly ticks: number
  /** The line has named an opening tag, so that its closing one is named as well. */
  readonly namesTag: boolean
}

export const lineStart: LinePlace = {
  fence: '',
  head: '',
  lastLetter: '',
  isGlued: false,
  codeTicks: 0,
  ticks: 0,
  namesTag: false,
}

const headLength = 80
const fenceLine = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`]*$)|~{3,})[ \t]*(\S?)/

/** The place behind more text. */
export function followText(place: LinePlace, text: string): LinePlace {
  let next = place
  let at = 0
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', at)) {
    next = nextLine(followLine(next, text.slice(at, end)))
    at = end + 1
  }
  return followLine(next, text.slice(at))
}

/** How many backticks are open here as a code span. */
export function openTicks({ codeTicks, ticks }: LinePlace): number {
  if (ticks === 0) return codeTicks
  if (codeTicks === 0) return ticks
  return ticks === codeTicks ? 0 : codeTicks
}

function followLine(place: LinePlace, text: string): LinePlace {
  if (text === '') return place
  const head =
    place.head.length < headLength ? (place.head + text).slice(0, headLength) : place.head
  const words = text.trimEnd()
  let { codeTicks, ticks } = place
  for (const part of text.split(/(`+)/)) {
    if (part === '') continue
    if (part.startsWith('`')) ticks += part.length
    else {
      codeTicks = openTicks({ ...place, codeTicks, ticks })
      ticks = 0
    }
  }
  return {
    ...place,
    head,
    lastLetter: words.at(-1) ?? place.lastLetter,
    isGlued: words === text,
    codeTicks,
    ticks,
  }
}

function nextLine({ fence, head }: LinePlace): LinePlace {
  const [, marker = '', info = ''] = fenceLine.exec(head) ?? []
  if (fence === '') return { ...lineStart, fence: marker }
  const closes = marker.startsWith(fence) && info === ''
  return { ...lineStart, fence: closes ? '' : fence }
}
