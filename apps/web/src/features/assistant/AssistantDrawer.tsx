import type { Ticket } from '@askdesk/contracts'
import { Drawer } from '@mantine/core'
import '@mantine/core/styles/ModalBase.layer.css'
import '@mantine/core/styles/Overlay.layer.css'
import '@mantine/core/styles/Drawer.layer.css'
import type { KeyboardEvent, ReactNode } from 'react'
import type { InsertReply } from '../../shared/insert-reply.ts'
import { isComposingKey } from '../../shared/keys.ts'
import { conversationStore } from './conversation/browser-store.ts'
import styles from './parts/AssistantDrawer.module.css'
import { AssistantPanel } from './AssistantPanel.tsx'
import type { Desk } from './prompt/desk-facts.ts'
import { portkeyClient } from './api/portkey-client.ts'
import { useAssistantKeys } from './use-assistant-keys.ts'

export type AssistantDrawerProps = {
  /** `ticket:1042`, or `list`. */
  conversationId: string
  /** With its thread. Null while it loads, and where no ticket is open. */
  ticket: Ticket | null
  /** Facts round the ticket that the model should know. Keeps its identity while they stay. */
  desk?: Desk | undefined
  /** Beside the page, or over it. */
  presentation: 'docked' | 'overlay'
  /** Drawn at its edge where it is docked, and part of its landmark. */
  edge?: ReactNode
  onClose: () => void
  /** Puts a reply into the ticket's own reply box. The button is absent without it. */
  onInsertReply?: InsertReply | undefined
  /** Whether keys without Ctrl or Cmd may mean something. @default true */
  singleKeys?: boolean | undefined
  /** Makes ticket numbers in answers links. */
  onOpenTicket?: ((id: number) => void) | undefined
}

/** The assistant, ready to be placed: its conversations outlive it. */
export function AssistantDrawer(given: AssistantDrawerProps) {
  const { presentation, edge, singleKeys = true, ...props } = given
  const runKey = useAssistantKeys(singleKeys)
  const panel = <AssistantPanel {...props} store={conversationStore()} client={portkeyClient} />
  const closeOnEscape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || isComposingKey(event)) return
    if (event.defaultPrevented || hasOpenPicker(event.target)) return
    event.stopPropagation()
    props.onClose()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    runKey(event)
    closeOnEscape(event)
  }
  if (presentation === 'docked') {
    return (
      // The keyboard's way out; every control inside has its own.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
      <aside aria-label="AI assistant" className={styles['docked']} onKeyDown={onKeyDown}>
        {edge}
        {panel}
      </aside>
    )
  }
  return (
    <Drawer.Root
      opened
      onClose={props.onClose}
      position="right"
      size="min(30rem, 100vw)"
      closeOnEscape={false}
      // The page does not scroll, and the lock would need a style tag of its own.
      lockScroll={false}
      onKeyDown={closeOnEscape}
    >
      <Drawer.Overlay backgroundOpacity={0.35} />
      <Drawer.Content aria-label="AI assistant">
        {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
        <div className={styles['overlay']} data-own-keys onKeyDown={runKey}>
          {panel}
        </div>
      </Drawer.Content>
    </Drawer.Root>
  )
}

/** Opens the page's conversations: those whose answer was under way go on with it. */
export function goOnWithReplies(): void {
  conversationStore()
}

/** Escape closes an open list of choices before it closes the drawer. */
function hasOpenPicker(target: EventTarget): boolean {
  if (!(target instanceof Element)) return false
  if (target.closest('[popover]')) return true
  const select = target.closest('select')
  return select !== null && CSS.supports('selector(:open)') && select.matches(':open')
}
