import type { Ticket } from '@askdesk/contracts'
import { IconEye } from '@tabler/icons-react'
import { useStore } from 'zustand'
import { useAssistant } from '../conversation/assistant-context.ts'
import { BudgetNotice } from './BudgetNotice.tsx'
import { emptyConversation } from '../conversation/conversation.ts'
import styles from './Composer.module.css'
import { MessageInput } from './MessageInput.tsx'
import { Pickers } from '../providers/Pickers.tsx'

export type ComposerProps = {
  readonly ticket: Ticket | null
  /** Whether the focus was in a view that made place for this one. */
  readonly takesFocus: boolean
  readonly onPreview: () => void
}

/** Where a question is written: the text, who it goes to, and what goes with it. */
export function Composer({ ticket, takesFocus, onPreview }: ComposerProps) {
  const { conversationId, store, providers } = useAssistant()
  const includeNotes = useStore(
    store.state,
    ({ conversations }) => (conversations[conversationId] ?? emptyConversation).includeNotes,
  )
  const mayFallBack = useStore(
    store.state,
    ({ conversations }) => (conversations[conversationId] ?? emptyConversation).mayFallBack,
  )
  const canFallBack = providers.filter(({ configured }) => configured).length > 1
  const notes = ticket?.messages.filter((message) => message.kind === 'note').length ?? 0
  return (
    <div className={styles['composer']}>
      <BudgetNotice />
      <div className={styles['box']}>
        <MessageInput takesFocus={takesFocus} />
        <Pickers />
      </div>
      <div className={styles['sent']}>
        {notes > 0 && (
          <label className={styles['notes']}>
            <input
              type="checkbox"
              checked={includeNotes}
              onChange={(event) => store.setIncludeNotes(conversationId, event.target.checked)}
            />
            Include {notes === 1 ? '1 internal note' : `${notes} internal notes`}
          </label>
        )}
        <button
          type="button"
          className={styles['preview']}
          data-command="preview"
          onClick={onPreview}
        >
          <IconEye size={14} aria-hidden />
          What the AI sees
        </button>
        {canFallBack && (
          <label className={styles['notes']}>
            <input
              type="checkbox"
              checked={mayFallBack}
              onChange={(event) => store.setMayFallBack(conversationId, event.target.checked)}
            />
            If it fails, let another provider answer
          </label>
        )}
      </div>
    </div>
  )
}
