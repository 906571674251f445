/** Letters in scripts that are written from right to left (the bidi classes R and AL). */
const rightToLeft =
  /[\p{sc=Hebrew}\p{sc=Arabic}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}\p{sc=Samaritan}\p{sc=Mandaic}\p{sc=Adlam}\p{sc=Hanifi_Rohingya}]/u

/** Decided by what is looked at first, so that a text that grows keeps its direction. */
const lookedAt = 500

/**
 * The direction of a text by its first letter (UAX #9, P2 and P3), as `dir="auto"` finds it. For
 * elements whose parts have directions of their own, as those do not count for `dir="auto"`.
 */
export function textDirection(text: string): 'rtl' | 'ltr' {
  const first = /\p{L}/u.exec(text.slice(0, lookedAt))?.[0] ?? ''
  return rightToLeft.test(first) ? 'rtl' : 'ltr'
}
