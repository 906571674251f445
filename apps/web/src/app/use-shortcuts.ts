import { useEffect, useEffectEvent } from 'react'
import { type Command, commandOf } from './shortcuts.ts'

const fields =
  'input, textarea, select, [contenteditable], [role="combobox"], [role="listbox"], [role="menu"], [role="separator"]'

/**
 * Listens for the page's shortcuts. What happens in a dialog or in the assistant is theirs, save the
 * sheet that prints their keys too; Escape in a field only leaves the field.
 */
export function useShortcuts(singleKeys: boolean, run: (command: Command) => void): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : document.body
    if (event.defaultPrevented || event.isComposing) return
    if (target.closest('dialog')) return
    const isTheirs = target.closest('[role="dialog"], [data-own-keys]') !== null
    const inField = target.closest(fields) !== null
    if (event.key === 'Escape' && inField && !isTheirs && target instanceof HTMLElement) {
      target.blur()
      return
    }
    const command = commandOf({
      key: event.key,
      modified: event.ctrlKey || event.metaKey || event.altKey,
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
