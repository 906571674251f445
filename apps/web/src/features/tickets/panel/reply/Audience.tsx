import type { Ticket } from '@askdesk/contracts'
import { SegmentedControl } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { ForeignText } from '../../../../shared/text/ForeignText.tsx'
import type { DraftKind } from './drafts.ts'
import styles from './ReplyComposer.module.css'

export type AudienceProps = {
  readonly kind: DraftKind
  readonly requester: Ticket['requester']
  /** Id of the words that say who reads it. */
  readonly hintId: string
  readonly onKind: (kind: DraftKind) => void
}

/** Chooses between a public reply and an internal note, and says who will read it. */
export function Audience({ kind, requester, hintId, onKind }: AudienceProps) {
  return (
    <div className={styles['top']}>
      <SegmentedControl
        size="xs"
        aria-label="Who reads it"
        value={kind}
        onChange={(value) => onKind(value === 'note' ? 'note' : 'agent')}
        data={[
          { value: 'agent', label: 'Public reply' },
          { value: 'note', label: 'Internal note' },
        ]}
      />
      <span className={styles['audience']} id={hintId}>
        {kind === 'note' ? (
          <>
            <IconLock size={13} aria-hidden="true" /> Only your team reads this
          </>
        ) : (
          <>
            To <ForeignText text={requester.name} /> &lt;
            <ForeignText text={requester.email} />
            &gt;
          </>
        )}
      </span>
    </div>
  )
}
