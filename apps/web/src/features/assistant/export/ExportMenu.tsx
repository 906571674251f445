import type { Ticket } from '@askdesk/contracts'
import { IconDownload } from '@tabler/icons-react'
import { notifyError } from '../../../shared/notices/notify.ts'
import styles from '../parts/AssistantDrawer.module.css'
import { useAssistant } from '../conversation/assistant-context.ts'
import type { ExportedFile } from './conversation-export.ts'
import { PopoverMenu } from '../parts/PopoverMenu.tsx'
import menuStyles from '../parts/ReplyActions.module.css'

/** Saves the conversation as a file. The code for it is fetched when it is wanted. */
export function ExportMenu({ ticket, isEmpty }: { ticket: Ticket | null; isEmpty: boolean }) {
  const { conversationId, store, providers, say } = useAssistant()

  async function save(format: 'markdown' | 'json'): Promise<void> {
    const { exportJson, exportMarkdown } = await import('./conversation-export.ts')
    const exchanges = store.state.getState().conversations[conversationId]?.exchanges ?? []
    const write = format === 'json' ? exportJson : exportMarkdown
    const file = write({ conversationId, ticket, exchanges, providers, now: new Date() })
    download(file)
    say(`Saved as ${file.name}`)
  }
  const start = (format: 'markdown' | 'json'): void => {
    save(format).catch((error: unknown) => notifyError('The conversation was not saved', error))
  }

  return (
    <PopoverMenu
      name="Export"
      menuName="Export as"
      icon={<IconDownload size={18} aria-hidden />}
      look={styles['headButton']}
      isDisabled={isEmpty}
    >
      <button
        type="button"
        role="menuitem"
        className={menuStyles['menuItem']}
        onClick={() => start('markdown')}
      >
        Markdown
        <span className={menuStyles['menuHint']}>to read</span>
      </button>
      <button
        type="button"
        role="menuitem"
        className={menuStyles['menuItem']}
        onClick={() => start('json')}
      >
        JSON
        <span className={menuStyles['menuHint']}>for programs</span>
      </button>
    </PopoverMenu>
  )
}

function download({ name, type, text }: ExportedFile): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has its own hold of it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
