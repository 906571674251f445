/** Grapheme clusters longer than this are made to cost time, and may be cut. */
const longestCluster = 64

const clusters = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * The beginning of a text, of at most `limit` UTF-16 units, and how many were cut off. A letter with
 * its marks, a surrogate pair or an emoji of several parts is never cut in two.
 */
export function cutText(
  text: string,
  limit: number,
): { readonly text: string; readonly cut: number } {
  if (text.length <= limit) return { text, cut: 0 }
  const kept = text.slice(0, boundaryBefore(text, Math.max(0, limit)))
  return { text: kept, cut: text.length - kept.length }
}

function boundaryBefore(text: string, limit: number): number {
  const from = pairStart(text, Math.max(0, limit - longestCluster))
  const around = text.slice(from, limit + longestCluster)
  const cluster = clusters.segment(around).containing(limit - from)
  const start = from + (cluster?.index ?? 0)
  return start > from || from === 0 ? start : pairStart(text, limit)
}

function pairStart(text: string, at: number): number {
  const isInside =
    /[\udc00-\udfff]/.test(text[at] ?? '') && /[\ud800-\udbff]/.test(text[at - 1] ?? '')
  return isInside ? at - 1 : at
}
