import { CloseButton } from '@mantine/core'
import { useId, useState } from 'react'
import { useNow } from '../../../shared/time.ts'
import { dueState } from '../due.ts'
import type { TicketSummary } from '@askdesk/contracts'
import { fromLocalInput, toLocalInput } from './local-time.ts'
import styles from './DueField.module.css'

export type DueFieldProps = {
  ticket: Pick<TicketSummary, 'dueAt' | 'status'>
  onChange: (dueAt: string | null) => void
}

/** The due time; typed in parts, it counts when the field is left or Enter is pressed. */
export function DueField({ ticket, onChange }: DueFieldProps) {
  const id = useId()
  const now = useNow()
  const [typed, setTyped] = useState<string | null>(null)
  const stored = toLocalInput(ticket.dueAt)
  const commit = () => {
    const dueAt = typed === null ? null : fromLocalInput(typed)
    if (dueAt !== null && typed !== stored) onChange(dueAt)
    setTyped(null)
  }
  return (
    <span className={styles['field']} data-due={dueState(ticket, now)}>
      <label className={styles['label']} htmlFor={id}>
        Due
      </label>
      <input
        id={id}
        type="datetime-local"
        className={styles['input']}
        value={typed ?? stored}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit()
        }}
      />
      {ticket.dueAt !== null && (
        <CloseButton
          size={24}
          iconSize={12}
          aria-label="Remove due time"
          onClick={() => onChange(null)}
        />
      )}
    </span>
  )
}
