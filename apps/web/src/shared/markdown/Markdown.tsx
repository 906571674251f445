import remend from 'remend'
import { Component, memo, useMemo, useState, type ReactNode } from 'react'
import { createBlockSplitter, type Block } from './block-splitter.ts'
import { CodeBlock } from './CodeBlock.tsx'
import { isTooCostly, limits } from './limits.ts'
import styles from './Markdown.module.css'
import { renderTokens } from './MarkdownTokens.tsx'
import { definitionsIn, parseMarkdown, type LinkDefinitions } from './parse.ts'

export type MarkdownProps = {
  text: string
  /** The text still grows: unfinished syntax at its end is closed for the eye. */
  isStreaming?: boolean | undefined
}

const noDefinitions: LinkDefinitions = {}

/**
 * Draws Markdown that may still be growing. Finished blocks are parsed once and then left alone;
 * only the open one at the end is parsed as it grows.
 */
export const Markdown = memo(function Markdown({ text, isStreaming = false }: MarkdownProps) {
  const [splitter] = useState(createBlockSplitter)
  const isCut = text.length > limits.textCharacters
  const blocks = splitter.split(isCut ? text.slice(0, limits.textCharacters) : text)
  const definitions = useDefinitions(isStreaming ? blocks.slice(0, -1) : blocks)
  return (
    <div className={styles['markdown']}>
      {blocks.map((block, index) => (
        <MarkdownBlock
          // Blocks are only ever added at the end.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          kind={block.kind}
          text={block.text}
          language={block.kind === 'code' ? block.language : ''}
          isOpen={isStreaming && index === blocks.length - 1}
          definitions={usesReference(block, definitions) ? definitions : noDefinitions}
        />
      ))}
      {isCut && <p className={styles['cut']}>The rest of this text is too long to be shown.</p>}
    </div>
  )
})

type MarkdownBlockProps = {
  kind: Block['kind']
  text: string
  language: string
  isOpen: boolean
  definitions: LinkDefinitions
}

const MarkdownBlock = memo(function MarkdownBlock(props: MarkdownBlockProps) {
  const { kind, text, language, isOpen, definitions } = props
  if (kind === 'code') return <CodeBlock code={text} language={language} />
  return (
    <PlainTextInstead text={text}>
      <ParsedBlock
        // Rows and items that are kept by their text alone are drawn anew with new definitions.
        key={Object.keys(definitions).length}
        text={text}
        isOpen={isOpen}
        definitions={definitions}
      />
    </PlainTextInstead>
  )
})

type ParsedBlockProps = Pick<MarkdownBlockProps, 'text' | 'isOpen' | 'definitions'>

function ParsedBlock({ text, isOpen, definitions }: ParsedBlockProps) {
  if (isTooCostly(text)) return <PlainText text={text} />
  return <>{renderTokens(parseMarkdown(isOpen ? repaired(text) : text, definitions))}</>
}

function repaired(text: string): string {
  return remend(text, { htmlTags: false, katex: false, linkMode: 'text-only', images: false })
}

function PlainText({ text }: { text: string }) {
  return <p className={styles['plain']}>{text}</p>
}

/** Whatever a parser stumbles over is still readable. */
class PlainTextInstead extends Component<{ text: string; children: ReactNode }> {
  override state = { failedText: null as string | null }

  static getDerivedStateFromError(): { failedText: string } {
    return { failedText: '' }
  }

  override render(): ReactNode {
    if (this.state.failedText === null) return this.props.children
    return <PlainText text={this.props.text} />
  }
}

/** Definitions reach across blocks; their identity changes only when one is added. */
function useDefinitions(blocks: readonly Block[]): LinkDefinitions {
  const sources = blocks.flatMap(({ kind, text }) =>
    kind === 'markdown' && definitionsIn(text) ? [text] : [],
  )
  const key = sources.join('\n\n')
  return useMemo(() => (key === '' ? noDefinitions : (definitionsIn(key) ?? noDefinitions)), [key])
}

function usesReference(block: Block, definitions: LinkDefinitions): boolean {
  if (definitions === noDefinitions || !block.text.includes('[')) return false
  const text = block.text.toLowerCase()
  return Object.keys(definitions).some((label) => text.includes(`[${label}]`))
}
