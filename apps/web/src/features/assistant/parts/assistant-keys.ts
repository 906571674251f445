export type AssistantCommand =
  | 'message'
  | 'stop'
  | 'regenerate'
  | 'copy'
  | 'latest'
  | 'previous-message'
  | 'next-message'
  | 'provider'
  | 'model'
  | 'preview'

export type AssistantKey = {
  /** As `KeyboardEvent.key` gives it. */
  readonly key: string
  /** With Ctrl, or Cmd on a Mac: works in the text box too. */
  readonly isModified?: boolean | undefined
  /** As it is printed. */
  readonly shown: readonly string[]
  readonly says: string
  /** Undefined where the focused control does it by itself; the sheet lists it all the same. */
  readonly command?: AssistantCommand | undefined
}

/** Every key the assistant listens to. The listener and the printed sheet both read this table. */
export const assistantKeys: readonly AssistantKey[] = [
  { key: 'Enter', shown: ['Enter'], says: 'Send the message' },
  { key: 'ArrowUp', shown: ['↑'], says: 'Bring back the last question, in an empty message' },
  { key: '.', isModified: true, shown: ['Ctrl', '.'], says: 'Stop the answer', command: 'stop' },
  { key: 'm', shown: ['M'], says: 'Write a message', command: 'message' },
  { key: 's', shown: ['S'], says: 'Stop the answer', command: 'stop' },
  { key: 'g', shown: ['G'], says: 'Regenerate the last answer', command: 'regenerate' },
  { key: 'c', shown: ['C'], says: 'Copy the last answer', command: 'copy' },
  { key: 'l', shown: ['L'], says: 'Jump to the latest', command: 'latest' },
  { key: 'k', shown: ['K'], says: 'Previous message', command: 'previous-message' },
  { key: 'j', shown: ['J'], says: 'Next message', command: 'next-message' },
  { key: 'p', shown: ['P'], says: 'Pick a provider', command: 'provider' },
  { key: 'o', shown: ['O'], says: 'Pick a model', command: 'model' },
  { key: 'w', shown: ['W'], says: 'What the AI sees', command: 'preview' },
  { key: 'Escape', shown: ['Esc'], says: 'Close the assistant; an answer goes on' },
]

export type AssistantKeyPress = {
  readonly key: string
  /** Ctrl or Cmd is held. */
  readonly isModified: boolean
  /** Alt is held: the key is the system's. */
  readonly hasAlt: boolean
  /** The focus is in something that takes text or keys of its own. */
  readonly inField: boolean
  /** A person can switch off keys without Ctrl or Cmd. */
  readonly singleKeys: boolean
}

/** Maps a key press inside the assistant to a command; null when it is not the assistant's. */
export function assistantCommandOf(press: AssistantKeyPress): AssistantCommand | null {
  if (press.hasAlt) return null
  if (!press.isModified && (press.inField || !press.singleKeys)) return null
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key
  const found = assistantKeys.find(
    (binding) => binding.key === key && (binding.isModified ?? false) === press.isModified,
  )
  return found?.command ?? null
}
