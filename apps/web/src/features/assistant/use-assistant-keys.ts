import { useCallback, type KeyboardEvent } from 'react'
import { isComposingKey, shortcutKey } from '../../shared/keys.ts'
import { assistantCommandOf } from './parts/assistant-keys.ts'
import { moveToMessage } from './log/move-to-message.ts'

const fields =
  'input, textarea, select, [contenteditable], [role="menu"], [role="listbox"], [role="separator"]'

/**
 * Lets keys press the controls that they stand for: the last one with the command's name, so that a
 * key does what a click would do, and nothing where there is nothing to click.
 */
export function useAssistantKeys(singleKeys: boolean): (event: KeyboardEvent<HTMLElement>) => void {
  return useCallback(
    (event) => {
      const { target, currentTarget } = event
      if (event.defaultPrevented || isComposingKey(event)) return
      if (!(target instanceof Element)) return
      const command = assistantCommandOf({
        key: shortcutKey(event),
        isModified: event.ctrlKey || event.metaKey,
        hasAlt: event.altKey,
        inField: target.closest(fields) !== null,
        singleKeys,
      })
      if (command === null) return
      if (command === 'previous-message' || command === 'next-message') {
        if (moveToMessage(currentTarget, command === 'next-message' ? 1 : -1))
          event.preventDefault()
        return
      }
      const found = [
        ...currentTarget.querySelectorAll<HTMLElement>(`[data-command="${command}"]`),
      ].at(-1)
      if (!found) return
      event.preventDefault()
      if (found.matches('textarea, select')) found.focus()
      else found.click()
    },
    [singleKeys],
  )
}
