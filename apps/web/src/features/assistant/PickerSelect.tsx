import type { PickerOption } from './provider-list.ts'
import styles from './Pickers.module.css'

export type PickerSelectProps = {
  readonly name: string
  readonly value: string
  readonly options: readonly PickerOption[]
  readonly onPick: (value: string) => void
}

/** The browser's own select: known to every keyboard, reader and phone. */
export function PickerSelect({ name, value, options, onPick }: PickerSelectProps) {
  return (
    <span className={styles['field']}>
      <select
        className={styles['select']}
        aria-label={name}
        title={name}
        value={value}
        onChange={(event) => onPick(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option
            key={option.value}
            value={option.value}
            disabled={option.isDisabled}
            className={styles['option']}
          >
            {option.label}
          </option>
        ))}
      </select>
    </span>
  )
}
