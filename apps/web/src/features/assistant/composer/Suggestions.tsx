import styles from './Suggestions.module.css'

export type SuggestionsProps = {
  readonly prompts: readonly string[]
  readonly onPick: (prompt: string) => void
  /** A list to begin with, or a row of ways to go on. */
  readonly look: 'opening' | 'follow-up'
}

/** Questions that are sent by a click. */
export function Suggestions({ prompts, onPick, look }: SuggestionsProps) {
  if (prompts.length === 0) return null
  return (
    // A group of buttons is not a set of form fields.
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
    <div role="group" aria-label="Suggestions" className={styles[look]}>
      {prompts.map((prompt) => (
        <button key={prompt} type="button" onClick={() => onPick(prompt)}>
          {prompt}
        </button>
      ))}
    </div>
  )
}
