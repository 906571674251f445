import { ActionIcon, CloseButton } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useId, useRef, useState } from 'react'
import { isComposingKey } from '../../../../shared/keys.ts'
import { useNow } from '../../../../shared/time.ts'
import { dueState } from '../../due.ts'
import type { TicketSummary } from '@askdesk/contracts'
import { fromLocalInput, toLocalInput } from './local-time.ts'
import styles from './DueField.module.css'

export type DueFieldProps = {
  ticket: Pick<TicketSummary, 'dueAt' | 'status'>
  onChange: (dueAt: string | null) => void
}

/**
 * The due time; typed in parts, it counts when it is confirmed: with Enter or the button that is there
 * while it differs. Escape and leaving the field bring back what is stored.
 */
export function DueField({ ticket, onChange }: DueFieldProps) {
  const id = useId()
  const now = useNow()
  const [typed, setTyped] = useState<string | null>(null)
  const stored = toLocalInput(ticket.dueAt)
  const input = useRef<HTMLInputElement>(null)
  const dueAt = typed === null || typed === stored ? null : fromLocalInput(typed)
  const abandon = () => {
    setTyped(null)
    // A date of which parts are missing has no value that React could see change.
    if (input.current) input.current.value = stored
  }
  const confirm = () => {
    if (dueAt === null) return
    onChange(dueAt)
    setTyped(null)
  }
  return (
    <span
      className={styles['field']}
      data-due={dueState(ticket, now)}
      onBlur={({ currentTarget, relatedTarget }) => {
        // Another window takes only the keys, not the place.
        const isInside = currentTarget.contains(relatedTarget ?? document.activeElement)
        if (!isInside) abandon()
      }}
    >
      <label className={styles['label']} htmlFor={id}>
        Due
      </label>
      <input
        ref={input}
        id={id}
        type="datetime-local"
        className={styles['input']}
        value={typed ?? stored}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (isComposingKey(event)) return
          if (event.key === 'Enter') confirm()
          if (event.key === 'Escape') abandon()
        }}
      />
      {dueAt !== null && (
        <ActionIcon
          size={24}
          variant="subtle"
          aria-label="Set due time"
          title="Set due time (Enter)"
          onClick={confirm}
        >
          <IconCheck size={14} aria-hidden />
        </ActionIcon>
      )}
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
