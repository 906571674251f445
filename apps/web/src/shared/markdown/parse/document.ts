import { cutText } from '../../text/cut-text.ts'
import { createBlockSplitter, type Block } from './block-splitter.ts'
import { limits } from './limits.ts'
import { createReferences, type References } from './references.ts'

/** A growing text as it is drawn. Whatever has not changed keeps its identity. */
export type MarkdownDocument = {
  /** All blocks in groups, so that one commit touches the last group alone. */
  readonly groups: readonly (readonly Block[])[]
  readonly references: References
  /** Text beyond the limit was left out. */
  readonly isCut: boolean
}

export type DocumentReader = (text: string, isStreaming: boolean) => MarkdownDocument

const blocksPerGroup = 8

/** Reads one text as it grows; another text starts anew. */
export function createDocumentReader(): DocumentReader {
  const splitter = createBlockSplitter()
  let references = createReferences()
  let seen: Block[] = []
  let groups: (readonly Block[])[] = []

  return (text, isStreaming) => {
    const isCut = text.length > limits.textCharacters
    const shown = isCut ? cutText(text, limits.textCharacters).text : text
    // Only whole lines decide what they are, and nothing comes behind the last one any more.
    const blocks = splitter.split(isStreaming || shown === '' ? shown : `${shown}\n`)
    if (!isContinuation(seen, blocks)) {
      references = createReferences()
      seen = []
      groups = []
    }
    // The last block may still become another one.
    const finished = isStreaming ? blocks.slice(0, -1) : blocks
    references.read(finished.slice(seen.length))
    seen = finished.slice()
    const full = Math.floor(Math.max(0, blocks.length - 1) / blocksPerGroup)
    while (groups.length < full) {
      const start = groups.length * blocksPerGroup
      groups.push(blocks.slice(start, start + blocksPerGroup))
    }
    const last = blocks.slice(full * blocksPerGroup)
    return { groups: [...groups.slice(0, full), last], references: references.current(), isCut }
  }
}

/** Finished blocks are the same objects as long as the text only grows. */
function isContinuation(seen: readonly Block[], blocks: readonly Block[]): boolean {
  const last = seen.at(-1)
  if (!last) return true
  const now = blocks[seen.length - 1]
  return now === last || (now?.text === last.text && now.kind === last.kind)
}
