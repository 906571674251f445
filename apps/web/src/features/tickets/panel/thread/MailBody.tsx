import { useId, useState } from 'react'
import { PlainText } from '../../../../shared/PlainText.tsx'
import styles from './MailBody.module.css'
import type { MailPart } from './mail-parts.ts'

/** A mail's text: what was written is shown, what was quoted and the signature on request. */
export function MailBody({ parts }: { parts: readonly MailPart[] }) {
  let offset = 0
  return parts.map(({ kind, text }) => {
    const key = offset
    offset += text.length + 1
    if (kind === 'code') {
      return (
        // The arrow keys scroll what is wider than the mail.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre key={key} className={styles['code']} dir="ltr" tabIndex={0} data-own-arrows>
          <PlainText text={withoutFences(text)} />
        </pre>
      )
    }
    if (kind === 'text') {
      // The line break before or behind it is the next part's edge.
      return (
        <div key={key} className={styles['text']} dir="auto">
          <PlainText text={text} />
        </div>
      )
    }
    return <Folded key={key} name={kind === 'quote' ? 'quoted text' : 'signature'} text={text} />
  })
}

function withoutFences(code: string): string {
  return code.replace(/^\s*(?:`{3,}|~{3,})[^\n]*\n/, '').replace(/\n\s{0,3}(?:`{3,}|~{3,})\s*$/, '')
}

function Folded({ name, text }: { name: string; text: string }) {
  const id = useId()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        className={styles['toggle']}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen((was) => !was)}
      >
        {isOpen ? `Hide ${name}` : `Show ${name}`}
      </button>
      <div id={id} className={styles['folded']} dir="auto" hidden={!isOpen}>
        <PlainText text={text} />
      </div>
    </>
  )
}
