import { Component, memo, useEffect, useId, useState, type ReactNode } from 'react'
import type { Block } from './parse/block-splitter.ts'
import { CodeBlock } from './CodeBlock.tsx'
import { createDocumentReader } from './parse/document.ts'
import { FootnoteNumbersContext, FootnotePrefixContext } from './Footnotes.tsx'
import { isTooCostly, withoutStackedMarks } from './parse/limits.ts'
import { LongTable } from './LongTable.tsx'
import { isLongTable } from './long-table.ts'
import styles from './Markdown.module.css'
import { FirstHeadingContext, OpenBlockContext, renderTokens } from './MarkdownTokens.tsx'
import { parseMarkdown, type LinkDefinitions } from './parse/parse.ts'
import { linksFor, type References } from './parse/references.ts'

/** Some frames after the last words. */
const settleMs = 150

export type MarkdownProps = {
  text: string
  /** The text still grows: unfinished syntax at its end is closed for the eye. */
  isStreaming?: boolean | undefined
}

/**
 * Draws Markdown that may still be growing. Finished blocks are parsed once and then left alone;
 * only the open one at the end is parsed as it grows.
 */
export const Markdown = memo(function Markdown({ text, isStreaming = false }: MarkdownProps) {
  const [read] = useState(createDocumentReader)
  const isGrowing = useGrowing(isStreaming)
  const { groups, references, isCut } = read(text, isStreaming)
  return (
    <Footnotes numbers={references.footnotes}>
      <div className={styles['markdown']} data-growing={isGrowing || undefined}>
        <FirstHeadingContext value={firstHeadingOf(text)}>
          {groups.map((blocks, index) => (
            <BlockGroup
              // Blocks are only ever added at the end.
              // oxlint-disable-next-line react/no-array-index-key
              key={index}
              blocks={blocks}
              references={references}
              endsOpen={isStreaming && index === groups.length - 1}
            />
          ))}
        </FirstHeadingContext>
        {isCut && <p className={styles['cut']}>The rest of this text is too long to be shown.</p>}
      </div>
    </Footnotes>
  )
})

/**
 * Until the end has been drawn, so that the last words do not wait for what is out of sight. Only
 * groups that were seen as they grew have a size that is remembered.
 */
function useGrowing(isStreaming: boolean): boolean {
  const [isGrowing, setIsGrowing] = useState(isStreaming)
  useEffect(() => {
    if (isStreaming || !isGrowing) return undefined
    const timer = setTimeout(() => setIsGrowing(false), settleMs)
    return () => clearTimeout(timer)
  }, [isStreaming, isGrowing])
  return isGrowing
}

/** Looked for near the beginning only: this is asked for every piece that comes. */
function firstHeadingOf(text: string): number {
  return /^ {0,3}(#{1,6})[ \t]/m.exec(text.slice(0, 4000))?.[1]?.length ?? 1
}

function Footnotes(props: { numbers: References['footnotes']; children: ReactNode }) {
  return (
    <FootnotePrefixContext value={useId()}>
      <FootnoteNumbersContext value={props.numbers}>{props.children}</FootnoteNumbersContext>
    </FootnotePrefixContext>
  )
}

type BlockGroupProps = {
  blocks: readonly Block[]
  references: References
  /** Its last block is still being written. */
  endsOpen: boolean
}

const BlockGroup = memo(function BlockGroup({ blocks, references, endsOpen }: BlockGroupProps) {
  return (
    <div className={styles['group']} data-open={endsOpen || undefined}>
      {blocks.map((block, index) => (
        <MarkdownBlock
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          kind={block.kind}
          text={block.text}
          language={block.kind === 'code' ? block.language : ''}
          isOpen={
            endsOpen && index === blocks.length - 1 && !(block.kind === 'code' && block.isClosed)
          }
          links={linksFor(block, references)}
        />
      ))}
    </div>
  )
})

type MarkdownBlockProps = {
  kind: Block['kind']
  text: string
  language: string
  isOpen: boolean
  links: LinkDefinitions
}

const MarkdownBlock = memo(function MarkdownBlock(props: MarkdownBlockProps) {
  const { kind, text, language, isOpen, links } = props
  if (kind === 'code') return <CodeBlock code={text} language={language} isOpen={isOpen} />
  return (
    <PlainTextInstead text={text}>
      <ParsedBlock
        // Rows and items that are kept by their text alone are drawn anew with new definitions.
        key={Object.keys(links).length}
        text={text}
        isOpen={isOpen}
        links={links}
      />
    </PlainTextInstead>
  )
})

type ParsedBlockProps = Pick<MarkdownBlockProps, 'text' | 'isOpen' | 'links'>

function ParsedBlock({ text: written, isOpen, links }: ParsedBlockProps) {
  const text = withoutStackedMarks(written)
  if (isLongTable(text)) return <LongTable text={text} links={links} />
  if (isTooCostly(text)) return <PlainText text={text} />
  return (
    <OpenBlockContext value={isOpen}>
      {renderTokens(parseMarkdown(text, links, isOpen))}
    </OpenBlockContext>
  )
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
