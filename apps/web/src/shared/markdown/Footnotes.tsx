import { createContext, useContext, type MouseEvent, type ReactNode } from 'react'
import styles from './Markdown.module.css'

/** Numbers by label, of the footnotes whose text has come. */
export const FootnoteNumbersContext = createContext<ReadonlyMap<string, number>>(new Map())

/** Makes the ids of one text differ from those of all others on the page. */
export const FootnotePrefixContext = createContext('')

/** The small number in the text. Until the footnote's own text has come it stays as it was written. */
export function FootnoteReference({ label, raw }: { label: string; raw: string }) {
  const number = useContext(FootnoteNumbersContext).get(label)
  const prefix = useContext(FootnotePrefixContext)
  if (number === undefined) return <span data-copy="leave-out">{raw}</span>
  const target = `${prefix}note-${number}`
  return (
    <sup>
      <a
        id={`${prefix}use-${number}`}
        href={`#${target}`}
        aria-label={`Footnote ${number}`}
        onClick={(event) => goTo(event, target)}
      >
        {number}
      </a>
    </sup>
  )
}

/** The footnote itself, where it was written, which is nearly always the end. */
export function Footnote({ label, children }: { label: string; children: ReactNode }) {
  const number = useContext(FootnoteNumbersContext).get(label)
  const prefix = useContext(FootnotePrefixContext)
  if (number === undefined)
    return (
      <p className={styles['footnote']} dir="auto">
        {children}
      </p>
    )
  const back = `${prefix}use-${number}`
  return (
    <p className={styles['footnote']} dir="auto" id={`${prefix}note-${number}`} tabIndex={-1}>
      {number}. {children}{' '}
      <a
        href={`#${back}`}
        aria-label={`Back to footnote ${number} in the text`}
        data-copy="leave-out"
        onClick={(event) => goTo(event, back)}
      >
        ↩
      </a>
    </p>
  )
}

/** The page's address stays as it is: it names the ticket, not a place in an answer. */
function goTo(event: MouseEvent, id: string): void {
  event.preventDefault()
  const target = document.getElementById(id)
  target?.scrollIntoView({ block: 'nearest' })
  target?.focus({ preventScroll: true })
}
