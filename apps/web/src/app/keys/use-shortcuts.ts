import { useEffect, useEffectEvent } from 'react'
import { isComposingKey, shortcutKey } from '../../shared/keys.ts'
import { type Command, commandOf } from './shortcuts.ts'

const fields =
  'input, textarea, select, [contenteditable], [role="combobox"], [role="listbox"], [role="menu"], [role="separator"]'

/**
 * Listens for the page's shortcuts. What happens in a dialog or in the assistant is theirs, save the
 * sheet that prints their keys too; Escape in a field only leaves the field. `takesKey` may have a key
 * without Ctrl or Alt before it is looked up.
 */
export function useShortcuts(
  singleKeys: boolean,
  run: (command: Command) => void,
  takesKey: (key: string, shortcut: string) => boolean,
): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : document.body
    if (event.defaultPrevented || isComposingKey(event)) return
    if (target.closest('dialog')) return
    const isTheirs = target.closest('[role="dialog"], [data-own-keys]') !== null
    const inField = target.closest(fields) !== null
    if (event.key === 'Escape' && inField && !isTheirs && target instanceof HTMLElement) {
      target.blur()
      return
    }
    const key = shortcutKey(event)
    const modified = event.ctrlKey || event.metaKey || event.altKey
    const isFree = singleKeys && !modified && !inField && !isTheirs
    if (isFree && takesKey(event.key, key)) {
      event.preventDefault()
      return
    }
    const command = commandOf({
      key,
      modified,
      chorded: (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey,
      inField,
      ownArrows: target.closest('[data-own-arrows]') !== null,
      singleKeys,
    })
    if (command === null || (isTheirs && command !== 'show-shortcuts')) return
    event.preventDefault()
    run(command)
  })
  useEffect(() => {
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}
