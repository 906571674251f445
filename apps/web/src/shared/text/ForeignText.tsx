import { Fragment, type ReactNode } from 'react'
import styles from './ForeignText.module.css'
import { textPieces, type TextPlace } from './visible-text.ts'

/**
 * A name, subject, address, tag or file name that somebody else wrote. What hides in it is seen, and
 * its direction ends with it. For attributes, titles and sentences: `visibleText`, `isolatedText`.
 */
export function ForeignText({ text }: { text: string }) {
  return (
    <bdi>
      <VisiblePieces text={text} place="label" />
    </bdi>
  )
}

export type VisiblePiecesProps = {
  readonly text: string
  readonly place: TextPlace
  /** Draws what is plain text. @default as it is */
  readonly children?: ((text: string) => ReactNode) | undefined
}

/** The pieces of a text, without an element of their own around them. */
export function VisiblePieces({ text, place, children: draw }: VisiblePiecesProps) {
  return textPieces(text, place).map((piece, index) => {
    const drawn = typeof piece === 'string' ? (draw?.(piece) ?? piece) : <HiddenSign {...piece} />
    // oxlint-disable-next-line react/no-array-index-key
    return <Fragment key={index}>{drawn}</Fragment>
  })
}

/** Its text is what a copy of it should say. */
function HiddenSign({ label, name }: { label: string; name: string }) {
  return (
    // A sign made of text, which a copy should hold: no picture could.
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
    <span className={styles['hidden']} role="img" aria-label={`hidden: ${name}`} title={name}>
      ⟨{label}⟩
    </span>
  )
}
