import { useId } from 'react'
import type { AssistantCommand } from '../parts/assistant-keys.ts'
import type { PickerOption } from './provider-list.ts'
import styles from './Pickers.module.css'

export type PickerSelectProps = {
  readonly name: string
  readonly value: string
  /** Short label of the choice. */
  readonly shown: string
  readonly options: readonly PickerOption[]
  readonly onPick: (value: string) => void
  /** The key's command that leads here. */
  readonly command: AssistantCommand
}

/** The browser's own select: known to every keyboard, reader and phone. */
export function PickerSelect({ name, value, shown, options, onPick, command }: PickerSelectProps) {
  const noteId = useId()
  const note = options.find((option) => option.value === value)?.note
  return (
    <span className={styles['field']}>
      <span className={styles['shown']} aria-hidden>
        {shown}
      </span>
      <select
        className={styles['select']}
        aria-label={name}
        title={note === undefined ? name : `${name}: ${note}`}
        aria-describedby={note === undefined ? undefined : noteId}
        value={value}
        data-command={command}
        onChange={(event) => onPick(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option
            key={option.value}
            value={option.value}
            disabled={option.isDisabled}
            className={styles['option']}
            // The style sheet prints where it leads; that must not become part of the name.
            aria-label={option.label}
            title={option.leadsTo ? `Answered by ${option.leadsTo}` : option.note}
            data-leads-to={option.leadsTo}
            data-note={option.note}
          >
            {option.label}
          </option>
        ))}
      </select>
      {note !== undefined && (
        <span id={noteId} hidden>
          {note}
        </span>
      )}
    </span>
  )
}
