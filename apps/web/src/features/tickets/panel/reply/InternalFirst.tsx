import { Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useState } from 'react'
import type { InternalReason } from '../../../../shared/insert-reply.ts'
import styles from './ReplyComposer.module.css'

const words: Readonly<Record<InternalReason, string>> = {
  notes: 'A note first: it had internal notes.',
  unfinished: 'A note first: it is not finished.',
  summary: 'A note first: a summary is for the team.',
  steps: 'A note first: next steps are for the team.',
}

export type InternalFirstProps = {
  readonly reason: InternalReason
  /** Moves the text into the public reply. */
  readonly onMove: () => void
}

/** Says why a text of the assistant became a note, and moves it on; a text that may tell of notes asks first. */
export function InternalFirst({ reason, onMove }: InternalFirstProps) {
  const [isAsking, setIsAsking] = useState(false)
  if (isAsking) {
    return (
      <div className={styles['internal']} role="alert">
        <span>Does it tell the customer nothing of your notes?</span>
        <Button size="compact-xs" color="red" onClick={onMove}>
          Move anyway
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => setIsAsking(false)}>
          Keep as note
        </Button>
      </div>
    )
  }
  return (
    <output className={styles['internal']}>
      <IconLock size={13} aria-hidden="true" />
      <span>{words[reason]}</span>
      <Button
        size="compact-xs"
        variant="default"
        onClick={reason === 'notes' ? () => setIsAsking(true) : onMove}
      >
        Move to public reply
      </Button>
    </output>
  )
}
