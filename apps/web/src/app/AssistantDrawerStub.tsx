import type { Ticket } from '@askdesk/contracts'

export type AssistantDrawerProps = {
  conversationId: string
  ticket: Ticket | null
  presentation: 'docked' | 'overlay'
  onClose: () => void
  onInsertReply?: ((text: string, provenance: string) => void) | undefined
  onOpenTicket?: ((id: number) => void) | undefined
}

export function AssistantDrawer(props: AssistantDrawerProps) {
  return (
    <aside aria-label="AI assistant">
      {props.conversationId}
      <button type="button" onClick={props.onClose}>
        Close assistant
      </button>
    </aside>
  )
}
