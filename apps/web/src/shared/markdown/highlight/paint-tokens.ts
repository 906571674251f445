import { tokenKinds } from './token-kinds.ts'

const tokensPerSlice = 400

/**
 * Marks pieces of an element's text by kind, in slices while the browser has nothing better to do.
 * The ranges are static: a live one would be looked at on each change of the page.
 * @see https://drafts.csswg.org/css-highlight-api-1/
 */
export function paintTokens(element: HTMLElement, tokens: Uint32Array): () => void {
  const painted: [Highlight, AbstractRange][] = []
  const texts = textsOf(element)
  let at = 0
  let text = 0
  let isErased = false

  function paintSlice(): void {
    const end = Math.min(tokens.length, at + tokensPerSlice * 3)
    if (isErased || !element.isConnected) return
    for (; at < end; at += 3) paint(tokens[at] ?? 0, tokens[at + 1] ?? 0, tokens[at + 2] ?? 0)
    if (at < tokens.length) whenIdle(paintSlice)
  }

  /** Tokens come in order, so the texts are walked along with them. */
  function paint(start: number, end: number, kind: number): void {
    const highlight = highlightOf(kind)
    while (text < texts.length - 1 && start >= (texts[text + 1]?.start ?? 0)) text += 1
    for (let index = text; index < texts.length; index++) {
      const piece = texts[index]
      if (!piece || piece.start >= end) return
      const range = new StaticRange({
        startContainer: piece.node,
        startOffset: Math.max(0, start - piece.start),
        endContainer: piece.node,
        endOffset: Math.min(piece.node.data.length, end - piece.start),
      })
      highlight.add(range)
      painted.push([highlight, range])
    }
  }

  whenIdle(paintSlice)
  return () => {
    isErased = true
    for (const [highlight, range] of painted) highlight.delete(range)
  }
}

function textsOf(element: HTMLElement): { node: Text; start: number }[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const texts: { node: Text; start: number }[] = []
  let start = 0
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(node instanceof Text)) continue
    texts.push({ node, start })
    start += node.data.length
  }
  return texts
}

function highlightOf(kind: number): Highlight {
  const name = `code-${tokenKinds[kind] ?? 'name'}`
  const known = CSS.highlights.get(name)
  if (known) return known
  const created = new Highlight()
  CSS.highlights.set(name, created)
  return created
}

function whenIdle(run: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run, { timeout: 1000 })
  else setTimeout(run, 50)
}
