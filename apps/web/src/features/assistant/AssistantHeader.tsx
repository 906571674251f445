import type { Ticket } from '@askdesk/contracts'
import { IconEraser, IconFlask, IconX } from '@tabler/icons-react'
import styles from './parts/AssistantDrawer.module.css'
import { ConversationTotal } from './attribution/ConversationTotal.tsx'
import { ExportMenu } from './export/ExportMenu.tsx'
import { ForeignText } from '../../shared/text/ForeignText.tsx'

export type AssistantHeaderProps = {
  readonly conversationId: string
  readonly ticket: Ticket | null
  readonly canClear: boolean
  readonly onClear: () => void
  /** Absent where a real gateway answers. */
  readonly onFaultLab?: (() => void) | undefined
  readonly isLabOpen: boolean
  readonly onClose: () => void
}

export function AssistantHeader(props: AssistantHeaderProps) {
  const { conversationId, ticket, canClear, onClear, onClose } = props
  const { onFaultLab, isLabOpen } = props
  const number = conversationId.startsWith('ticket:') ? conversationId.slice(7) : null
  return (
    // In a dialog a header element would count as a second one of the page.
    <div className={styles['head']}>
      <div className={styles['titles']}>
        <h2>AI assistant</h2>
        <p>
          {number === null ? 'No ticket is open' : `#${number} `}
          {ticket && <ForeignText text={ticket.subject} />}
        </p>
        <ConversationTotal />
      </div>
      {onFaultLab && (
        <button
          type="button"
          className={styles['headButton']}
          aria-label="Fault lab"
          title="Fault lab"
          aria-expanded={isLabOpen}
          onClick={onFaultLab}
        >
          <IconFlask size={18} aria-hidden />
        </button>
      )}
      <ExportMenu ticket={ticket} isEmpty={!canClear} />
      <button
        type="button"
        className={styles['headButton']}
        aria-label="Clear chat"
        title="Clear chat"
        disabled={!canClear}
        onClick={onClear}
      >
        <IconEraser size={18} aria-hidden />
      </button>
      <button
        type="button"
        className={styles['headButton']}
        aria-label="Close"
        title="Close"
        onClick={onClose}
      >
        <IconX size={18} aria-hidden />
      </button>
    </div>
  )
}
