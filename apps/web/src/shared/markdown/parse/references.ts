import type { Block } from './block-splitter.ts'
import { definedFootnotes, usedFootnotes } from './footnotes.ts'
import { definitionsIn, type LinkDefinitions } from './parse.ts'

/** References of one block for others: targets of links, and footnotes with their numbers. */
export type References = {
  readonly links: LinkDefinitions
  /** Numbers of the footnotes that have a text, by label. */
  readonly footnotes: ReadonlyMap<string, number>
}

export type ReferenceCollector = {
  /** Takes the blocks that were finished since. */
  readonly read: (blocks: readonly Block[]) => void
  readonly current: () => References
}

const noReferences: References = { links: {}, footnotes: new Map() }

/** Collects references while a text grows. Each block is looked at once. */
export function createReferences(): ReferenceCollector {
  let current = noReferences
  const defined = new Set<string>()
  const used = new Set<string>()
  // Definitions on neighbouring lines can be of use to each other only together.
  let sources = ''

  return {
    read(blocks) {
      for (const { kind, text } of blocks) {
        if (kind !== 'markdown' || !text.includes('[')) continue
        for (const label of definedFootnotes(text)) defined.add(label)
        for (const label of usedFootnotes(text)) used.add(label)
        const found = definitionsIn(text)
        if (found) sources += `${text}\n\n`
        const links = found ? (definitionsIn(sources) ?? noReferences.links) : current.links
        const footnotes = numbered(used, defined, current.footnotes)
        if (links !== current.links || footnotes !== current.footnotes) {
          current = { links, footnotes }
        }
      }
    },
    current: () => current,
  }
}

/** Numbers follow the order of first use, so that what is drawn keeps its number. */
function numbered(
  used: ReadonlySet<string>,
  defined: ReadonlySet<string>,
  before: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const labels = [...used, ...[...defined].filter((label) => !used.has(label))]
  const numbers = new Map(before)
  for (const label of labels) {
    if (defined.has(label) && !numbers.has(label)) numbers.set(label, numbers.size + 1)
  }
  return numbers.size === before.size ? before : numbers
}

/** The link targets that a block uses: none for most, which are then never drawn again. */
export function linksFor(block: Block, { links }: References): LinkDefinitions {
  if (links === noReferences.links || block.kind !== 'markdown' || !block.text.includes('[')) {
    return noReferences.links
  }
  const text = block.text.toLowerCase()
  const isUsed = Object.keys(links).some((label) => text.includes(`[${label}]`))
  return isUsed ? links : noReferences.links
}
