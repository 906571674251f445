import { useEffect, useRef } from 'react'
import { faultScripts } from './fault-scripts.ts'
import styles from './FaultLab.module.css'

export type FaultLabProps = {
  /** The marker that the next question will carry. */
  readonly picked: string | null
  readonly onPick: (marker: string | null) => void
  readonly onClose: () => void
}

/** Breaks the next answer on purpose. Only where the demo gateway answers. */
export function FaultLab({ picked, onPick, onClose }: FaultLabProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => list.current?.querySelector<HTMLElement>('input:checked, input')?.focus(), [])
  return (
    // Escape leaves this panel first.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className={styles['lab']}
      aria-label="Fault lab"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        onClose()
      }}
    >
      <p className={styles['about']}>
        Demo only: pick what the stand-in does with your <strong>next question</strong>. Its marker
        is put in front of what you write, and strikes the provider that you ask: another one that
        answers instead answers well.
      </p>
      <div
        ref={list}
        role="radiogroup"
        aria-label="What the demo gateway does"
        className={styles['list']}
      >
        <Choice
          label="Answer well"
          says="Nothing is broken."
          isPicked={picked === null}
          onPick={() => onPick(null)}
        />
        {faultScripts.map(({ marker, label, says }) => (
          <Choice
            key={marker}
            label={label}
            says={says}
            isPicked={picked === marker}
            onPick={() => onPick(marker)}
          />
        ))}
      </div>
      <button type="button" className={styles['done']} onClick={onClose}>
        Done
      </button>
    </section>
  )
}

type ChoiceProps = {
  readonly label: string
  readonly says: string
  readonly isPicked: boolean
  readonly onPick: () => void
}

function Choice({ label, says, isPicked, onPick }: ChoiceProps) {
  return (
    <label className={styles['choice']}>
      <input type="radio" name="fault" checked={isPicked} onChange={onPick} />
      <span>
        {label}
        <span className={styles['says']}>{says}</span>
      </span>
    </label>
  )
}
