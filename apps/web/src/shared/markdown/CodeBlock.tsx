import { IconCheck, IconCopy } from '@tabler/icons-react'
import { memo, useEffect, useRef, useState } from 'react'
import { highlightCode } from './highlight/highlight-code.ts'
import { withoutStackedMarks } from './parse/limits.ts'
import styles from './Markdown.module.css'
import { copyPlainText } from './text/rich-text.ts'

const linesPerGroup = 20

export type CodeBlockProps = {
  code: string
  language: string
  /** Its fence is not closed yet: it still grows, and has no colours. */
  isOpen?: boolean
}

/**
 * Code as it stands, without a parser. Lines are drawn in groups, so that a long block that grows
 * changes only at its end.
 */
export function CodeBlock({ code, language, isOpen = false }: CodeBlockProps) {
  const element = useRef<HTMLElement>(null)
  useEffect(() => {
    if (isOpen || !element.current) return undefined
    return highlightCode(element.current, code, language)
  }, [code, language, isOpen])
  return (
    <div className={styles['code']}>
      <div className={styles['codeHead']} data-copy="leave-out">
        <span>{language || 'text'}</span>
        <CopyCode code={code} />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre dir="ltr" tabIndex={0}>
        <code ref={element}>
          {groupLines(code).map((group, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <CodeLines key={index} text={group} />
          ))}
        </code>
      </pre>
    </div>
  )
}

const CodeLines = memo(function CodeLines({ text }: { text: string }) {
  return <span>{withoutStackedMarks(text)}</span>
})

function groupLines(code: string): string[] {
  const groups: string[] = []
  let start = 0
  let lines = 0
  for (let at = code.indexOf('\n'); at !== -1; at = code.indexOf('\n', at + 1)) {
    lines += 1
    if (lines % linesPerGroup !== 0) continue
    groups.push(code.slice(start, at + 1))
    start = at + 1
  }
  groups.push(code.slice(start))
  return groups
}

/** Its name does not begin with “Copy”: that is the button of the whole reply. */
function CopyCode({ code }: { code: string }) {
  const [isCopied, setIsCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setIsCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [isCopied])
  async function copy(): Promise<void> {
    try {
      await copyPlainText(code)
      setIsCopied(true)
    } catch {
      // Without a clipboard the code can still be selected.
    }
  }
  return (
    <button
      type="button"
      className={styles['codeCopy']}
      aria-label={isCopied ? 'Code is on the clipboard' : 'Code to clipboard'}
      title="Copy this code"
      onClick={() => void copy()}
    >
      {isCopied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
    </button>
  )
}
