export type Command =
  | 'next-ticket'
  | 'previous-ticket'
  | 'close-ticket'
  | 'search'
  | 'reply'
  | 'ask-ai'
  | 'undo'
  | 'show-shortcuts'

export type Shortcut = {
  /** As `KeyboardEvent.key` gives them. */
  keys: string[]
  /** With Ctrl or Cmd, and outside of a text. */
  chord?: string
  /** As they are printed. */
  shown: string[]
  says: string
  /** Undefined where the focused control does it by itself; the sheet lists it all the same. */
  command?: Command
}

/** Every key the page listens to. The listener and the printed sheet both read this table. */
export const shortcuts: Shortcut[] = [
  { keys: ['ArrowDown', 'j'], shown: ['↓', 'J'], says: 'Next ticket', command: 'next-ticket' },
  {
    keys: ['ArrowUp', 'k'],
    shown: ['↑', 'K'],
    says: 'Previous ticket',
    command: 'previous-ticket',
  },
  { keys: [], shown: ['↓'], says: 'From the search to the list' },
  { keys: ['Enter'], shown: ['Enter'], says: 'Open the selected ticket' },
  {
    keys: ['Escape'],
    shown: ['Esc'],
    says: 'Leave the field, then close the ticket',
    command: 'close-ticket',
  },
  { keys: ['/'], shown: ['/'], says: 'Search tickets', command: 'search' },
  { keys: ['r'], shown: ['R'], says: 'Write a reply', command: 'reply' },
  { keys: [], shown: ['Ctrl', 'Enter'], says: 'Post what you wrote' },
  { keys: ['a'], shown: ['A'], says: 'Ask AI', command: 'ask-ai' },
  { keys: [], chord: 'z', shown: ['Ctrl', 'Z'], says: 'Undo your last change', command: 'undo' },
  { keys: ['?'], shown: ['?'], says: 'Show these shortcuts', command: 'show-shortcuts' },
]

export type KeyPress = {
  key: string
  /** Ctrl, Cmd or Alt is held: the key is the browser's or the system's, but for our chords. */
  modified: boolean
  /** Ctrl or Cmd alone is held. */
  chorded: boolean
  /** The focus is in something that takes text or keys of its own. */
  inField: boolean
  /** The focus is in something that arrow keys scroll. */
  ownArrows: boolean
  /** Whether keys without Ctrl or Cmd may mean something; a person can switch them off. */
  singleKeys: boolean
}

/** Maps a key press to a command of the page; null when the press is not the page's. */
export function commandOf(press: KeyPress): Command | null {
  if (press.inField) return null
  if (press.chorded) return shortcuts.find(({ chord }) => chord === press.key)?.command ?? null
  if (press.modified) return null
  if (press.key.startsWith('Arrow') && press.ownArrows) return null
  if (press.key.length === 1 && !press.singleKeys) return null
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key
  return shortcuts.find((shortcut) => shortcut.keys.includes(key))?.command ?? null
}
