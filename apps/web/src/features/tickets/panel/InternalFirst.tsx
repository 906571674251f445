import { Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useState } from 'react'
import type { InternalReason } from '../../../shared/insert-reply.ts'
import styles from './ReplyComposer.module.css'

const words: Readonly<Record<InternalReason, string>> = {
  notes: 'The model had read internal notes, so its text is put into a note first.',
  unfinished: 'This answer was not finished, so it is put into a note first.',
  summary: 'A summary is for your team, so it is put into a note first.',
  steps: 'Next steps are for your team, so they are put into a note first.',
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
        <span>The customer would read this. Does it tell nothing of your internal notes?</span>
        <Button size="compact-sm" color="red" onClick={onMove}>
          Move to public reply anyway
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => setIsAsking(false)}>
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
        size="compact-sm"
        variant="default"
        onClick={reason === 'notes' ? () => setIsAsking(true) : onMove}
      >
        Move to public reply
      </Button>
    </output>
  )
}
