import { Kbd } from '@mantine/core'
import { useEffect, useRef } from 'react'
import styles from './ShortcutSheet.module.css'
import { shortcuts } from './shortcuts.ts'

export type ShortcutSheetProps = {
  singleKeys: boolean
  onSingleKeys: (on: boolean) => void
  onClose: () => void
}

/** The printed form of the shortcut table, on the browser's own modal dialog. */
export function ShortcutSheet({ singleKeys, onSingleKeys, onClose }: ShortcutSheetProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog
      ref={dialog}
      className={styles['sheet']}
      aria-labelledby="shortcuts-title"
      onClose={onClose}
    >
      <h2 id="shortcuts-title" className={styles['title']}>
        Keyboard shortcuts
      </h2>
      <dl className={styles['list']}>
        {shortcuts.map((shortcut) => (
          <div key={shortcut.says} className={styles['line']}>
            <dt>{shortcut.says}</dt>
            <dd>
              {shortcut.shown.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <label className={styles['choice']}>
        <input
          type="checkbox"
          checked={singleKeys}
          onChange={(event) => onSingleKeys(event.currentTarget.checked)}
        />
        Single letters are shortcuts
      </label>
      <button type="button" className={styles['close']} onClick={() => dialog.current?.close()}>
        Close
      </button>
    </dialog>
  )
}
