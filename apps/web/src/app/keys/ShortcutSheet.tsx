import { Kbd } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { assistantKeys } from '../../features/assistant/parts/assistant-keys.ts'
import styles from './ShortcutSheet.module.css'
import { shortcuts } from './shortcuts.ts'

type KeysProps = { keys: readonly { shown: readonly string[]; says: string }[] }

function Keys({ keys }: KeysProps) {
  return (
    <dl className={styles['list']}>
      {keys.map(({ shown, says }) => (
        <div key={`${says} ${shown.join()}`} className={styles['line']}>
          <dt>{says}</dt>
          <dd>
            {shown.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}

export type ShortcutSheetProps = {
  singleKeys: boolean
  onSingleKeys: (on: boolean) => void
  onClose: () => void
}

/** The printed form of the shortcut table, on the browser's own modal dialog. */
export function ShortcutSheet({ singleKeys, onSingleKeys, onClose }: ShortcutSheetProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const sheet = dialog.current
    if (!sheet) return
    sheet.showModal()
    // Its first control is at the end, which is where it has scrolled to; the reader begins at the top.
    sheet.focus()
    sheet.scrollTop = 0
  }, [])
  return (
    <dialog
      ref={dialog}
      className={styles['sheet']}
      tabIndex={-1}
      aria-labelledby="shortcuts-title"
      onClose={onClose}
    >
      <h2 id="shortcuts-title" className={styles['title']}>
        Keyboard shortcuts
      </h2>
      <div className={styles['parts']}>
        <section>
          <h3 className={styles['part']}>In the list and the ticket</h3>
          <Keys keys={shortcuts} />
        </section>
        <section>
          <h3 className={styles['part']}>In the assistant</h3>
          <Keys keys={assistantKeys} />
        </section>
      </div>
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
