/** Kinds of a piece of code. Each has a colour in the style sheet, as `::highlight(code-…)`. */
export const tokenKinds = [
  'keyword',
  'string',
  'number',
  'comment',
  'name',
  'type',
  'addition',
  'deletion',
] as const

export type TokenKind = (typeof tokenKinds)[number]

/** Messages to the worker and from it: triples of start, end and index of the kind. */
export type HighlightRequest = {
  readonly id: number
  readonly code: string
  readonly language: string
}
export type HighlightResponse = { readonly id: number; readonly tokens: Uint32Array }
