import { useId } from 'react'
import styles from './ChoiceSelect.module.css'

export type Choice = { value: string; label: string }

export type ChoiceSelectProps = {
  /** Shown before the value. */
  label: string
  /** The accessible name where the shown label alone would not say enough. @default label */
  name?: string | undefined
  value: string
  choices: Choice[]
  onChange: (value: string) => void
  /** Drawn as in use: a filter that narrows, for instance. */
  active?: boolean | undefined
  disabled?: boolean | undefined
}

/**
 * One choice of a few, on the browser's own select: light, known to every reader and phone. Where the
 * browser can style its list, it gets the product's look.
 */
export function ChoiceSelect(props: ChoiceSelectProps) {
  const id = useId()
  return (
    <span className={styles['field']} data-active={props.active || undefined}>
      <label className={styles['label']} htmlFor={id}>
        {props.label}
      </label>
      <select
        id={id}
        className={styles['select']}
        aria-label={props.name}
        value={props.value}
        disabled={props.disabled}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        {props.choices.map((choice) => (
          <option key={choice.value} value={choice.value} className={styles['option']}>
            {choice.label}
          </option>
        ))}
      </select>
    </span>
  )
}
