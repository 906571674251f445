/** A finished or open part of a text that can be drawn without the rest of it. */
export type Block =
  | { readonly kind: 'markdown'; readonly text: string }
  | {
      readonly kind: 'code'
      readonly language: string
      readonly text: string
      readonly isClosed: boolean
    }

export type BlockSplitter = {
  /** Takes the whole text so far, or a new one, and gives its blocks: the last may still grow. */
  readonly split: (text: string) => readonly Block[]
}

type Fence = { readonly marker: string; readonly indent: number; readonly language: string }

const fencePattern = /^( {0,3})(`{3,}(?=[^`]*$)|~{3,})[ \t]*([^\s`]*)/
const innerFencePattern = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`]*$)|~{3,})/
const listMarkerPattern = /^( {0,3})([-*+]|\d{1,9}[.)])(?:([ \t]+)(?=\S)|[ \t]*$)/
/** Ends a list even without a blank line before it. */
const interruptingPattern = /^ {0,3}(?:>|#{1,6}(?:\s|$)|<|([-*_])(?:[ \t]*\1){2,}[ \t]*$)/
const blankPattern = /^[ \t]*$/

/**
 * Splits a growing Markdown text into top-level blocks, so that finished ones are never parsed
 * again. Only whole lines decide where a block ends, and only where no later line can change that:
 * at a fence, and after a blank line unless a list may go on. Two blocks that could have been told
 * apart but were not cost a little time; one cut in two would be drawn wrongly.
 */
export function createBlockSplitter(): BlockSplitter {
  let consumed = ''
  let blocks: Block[] = []
  let lines: string[] = []
  let fence: Fence | null = null
  let innerFence: string | null = null
  /** The column where the text of the current list item starts, or 0 outside of lists. */
  let itemColumn = 0
  let wasBlank = false
  /** Nothing is split any more: the rest of the text stays one block. */
  let isUnsure = false

  function reset(): void {
    consumed = ''
    blocks = []
    lines = []
    fence = null
    isUnsure = false
    forget()
  }

  function forget(): void {
    innerFence = null
    itemColumn = 0
    wasBlank = false
  }

  function close(): void {
    const text = lines.join('\n').trimEnd()
    if (text !== '') blocks.push({ kind: 'markdown', text })
    lines = []
    forget()
  }

  function takeLine(line: string): void {
    if (fence) {
      if (closesFence(line, fence.marker)) {
        blocks.push({ ...codeBlock(fence, lines), isClosed: true })
        fence = null
        lines = []
      } else lines.push(line)
      return
    }
    const isBlank = blankPattern.test(line)
    if (isUnsure) {
      lines.push(line)
      return
    }
    if (!isBlank && columnOf(line) >= itemColumn && itemColumn > 0) followInnerFence(line)
    else if (!isBlank) {
      // Text left of the list item while code is open in it: parsers differ on what that is.
      isUnsure ||= innerFence !== null
      fence = isUnsure ? null : openedFence(line)
      if (fence) {
        close()
        return
      }
      const marker = listMarkerPattern.exec(line)
      const startsBlock = !/^[ \t]/.test(line) && (itemColumn === 0 || !marker)
      if (wasBlank && startsBlock && !isUnsure) close()
      if (interruptingPattern.test(line)) itemColumn = 0
      else if (marker) {
        itemColumn = columnOfItem(marker)
        followInnerFence(line)
      }
    }
    lines.push(line)
    wasBlank = isBlank
  }

  /** Code inside a list item may hold blank lines. */
  function followInnerFence(line: string): void {
    if (innerFence === null) innerFence = innerFencePattern.exec(line)?.[1] ?? null
    else if (closesFence(line.trim(), innerFence)) innerFence = null
  }

  return {
    split(text) {
      if (!text.startsWith(consumed)) reset()
      const end = text.lastIndexOf('\n') + 1
      if (end > consumed.length) {
        for (const line of text.slice(consumed.length, end - 1).split('\n')) takeLine(line)
        consumed = text.slice(0, end)
      }
      const partial = text.slice(end)
      const tail = openBlock(fence, lines, partial)
      return tail ? [...blocks, tail] : [...blocks]
    },
  }
}

function openBlock(fence: Fence | null, lines: readonly string[], partial: string): Block | null {
  if (fence) {
    // A line that may become the closing fence is not shown as code first.
    const isClosing = partial !== '' && /^ {0,3}(`+|~+)$/.test(partial)
    return codeBlock(fence, isClosing || partial === '' ? lines : [...lines, partial])
  }
  const shown = /^ {0,3}(```|~~~)/.test(partial) ? lines : [...lines, partial]
  const text = shown.join('\n')
  return text.trim() === '' ? null : { kind: 'markdown', text: text.trimEnd() }
}

function codeBlock(fence: Fence, lines: readonly string[]): Extract<Block, { kind: 'code' }> {
  const indent = new RegExp(`^ {0,${fence.indent}}`)
  const text = (fence.indent > 0 ? lines.map((line) => line.replace(indent, '')) : lines).join('\n')
  return { kind: 'code', language: fence.language, text, isClosed: false }
}

function openedFence(line: string): Fence | null {
  const match = fencePattern.exec(line)
  if (!match) return null
  const [, indent = '', marker = '', language = ''] = match
  return { indent: indent.length, marker, language }
}

function columnOf(line: string): number {
  const indentation = /^[ \t]*/.exec(line)?.[0] ?? ''
  return indentation.replaceAll('\t', '    ').length
}

function columnOfItem([, indent = '', marker = '', space = '']: RegExpExecArray): number {
  const gap = space.length >= 1 && space.length <= 4 ? space.length : 1
  return indent.length + marker.length + gap
}

function closesFence(line: string, marker: string): boolean {
  const match = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1]
  return match !== undefined && match[0] === marker[0] && match.length >= marker.length
}
