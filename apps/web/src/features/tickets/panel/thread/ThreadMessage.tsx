import type { TicketMessage } from '@askdesk/contracts'
import { IconLock, IconSparkles } from '@tabler/icons-react'
import { memo, useId, useMemo, useState } from 'react'
import { kindLabels, labelOf } from '../../labels.ts'
import { RelativeTime } from '../../TicketBadges.tsx'
import { MailBody } from './MailBody.tsx'
import { mailParts } from './mail-parts.ts'
import styles from './ThreadMessage.module.css'
import { ForeignText } from '../../../../shared/text/ForeignText.tsx'

const longCharacters = 1_400
const longLines = 18

export type ThreadMessageProps = {
  message: TicketMessage
  /** Whether a long text starts folded; the newest mail does not. */
  foldable: boolean
}

/** One entry of the thread; what it is shows in its place, its colour, and in words. */
export const ThreadMessage = memo(function ThreadMessage(props: ThreadMessageProps) {
  const { message, foldable } = props
  const bodyId = useId()
  const [unfolded, setUnfolded] = useState(false)
  const parts = useMemo(() => mailParts(message.body), [message.body])
  if (message.kind === 'system') {
    return (
      <li className={styles['system']}>
        <span>
          <ForeignText text={message.body} />
        </span>{' '}
        <RelativeTime iso={message.createdAt} />
      </li>
    )
  }
  const written = parts.filter(({ kind }) => kind === 'text' || kind === 'code')
  const characters = written.reduce((sum, { text }) => sum + text.length, 0)
  const lines = written.reduce((sum, { text }) => sum + text.split('\n').length, 0)
  const isLong = characters > longCharacters || lines > longLines
  const folded = foldable && isLong && !unfolded
  return (
    <li className={styles['message']} data-kind={message.kind}>
      <div className={styles['head']}>
        <span className={styles['avatar']} aria-hidden="true">
          {initials(message.author)}
        </span>
        <span className={styles['author']}>
          <ForeignText text={message.author} />
        </span>
        <span className={styles['kind']}>
          {message.kind === 'note' && <IconLock size={12} aria-hidden="true" />}
          {labelOf(kindLabels, message.kind)}
        </span>
        <RelativeTime iso={message.createdAt} />
      </div>
      <div className={styles['body']} dir="auto" id={bodyId} data-folded={folded || undefined}>
        <MailBody parts={parts} />
      </div>
      {foldable && isLong && (
        <button
          type="button"
          className={styles['unfold']}
          aria-expanded={!folded}
          aria-controls={bodyId}
          onClick={() => setUnfolded(folded)}
        >
          {folded ? 'Show all of it' : 'Show less'}
        </button>
      )}
      {message.provenance && (
        <p className={styles['provenance']}>
          <IconSparkles size={13} aria-hidden="true" /> Drafted by{' '}
          <ForeignText text={message.provenance} />
        </p>
      )}
    </li>
  )
})

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  const last = words.length > 1 ? words.at(-1) : undefined
  return [words[0], last]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase()
}
