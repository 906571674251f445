import type { Ticket } from '@askdesk/contracts'
import { Button, Loader } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type * as DrawerModule from '../features/assistant/AssistantDrawer.tsx'
import { conversationsWithRunningReply } from '../features/assistant/conversation/running-replies.ts'
import { ListMessage } from '../features/tickets/list/ListMessage.tsx'
import { ErrorBoundary } from '../shared/ErrorBoundary.tsx'
import type { InsertReply } from '../shared/insert-reply.ts'
import styles from './AssistantPane.module.css'
import { useDesk } from './use-desk.ts'
import { ResizeHandle, useAssistantWidth } from './chrome/ResizeHandle.tsx'

let loaded: typeof DrawerModule | undefined

async function load(): Promise<typeof DrawerModule> {
  loaded = await import('../features/assistant/AssistantDrawer.tsx')
  return loaded
}

/** Fetches the assistant's code ahead of its first use; a failure shows when it is really opened. */
export function prefetchAssistant(): void {
  load().catch(() => undefined)
}

/** Fetches the assistant's code once the browser has nothing better to do. */
export function usePrefetchWhenIdle(): void {
  useEffect(() => {
    if (!('requestIdleCallback' in window)) return
    const handle = requestIdleCallback(prefetchAssistant, { timeout: 5000 })
    return () => cancelIdleCallback(handle)
  }, [])
}

/** Goes on with answers that were under way when the page was left, whether the assistant is open or not. */
export function useRepliesGoOn(): void {
  useEffect(() => {
    const isLeft = conversationsWithRunningReply(() => localStorage).length > 0
    if (isLeft)
      load().then(
        (module) => module.goOnWithReplies(),
        () => undefined,
      )
  }, [])
}

export type AssistantPaneProps = {
  ticketId: number | null
  ticket: Ticket | null
  docked: boolean
  /** How often the person has asked for it: each time the focus goes in. */
  asked: number
  singleKeys: boolean
  onClose: () => void
  onInsertReply: InsertReply | undefined
  onOpenTicket: (id: number) => void
}

/** The assistant's place in the page: a pane of its own where there is room, a dialog where not. */
export function AssistantPane(props: AssistantPaneProps) {
  const pane = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useAssistantWidth()
  const desk = useDesk(props.ticket)
  const conversationId = props.ticketId === null ? 'list' : `ticket:${props.ticketId}`
  const drawer = (
    <ErrorBoundary fallback={<LoadFailure onClose={props.onClose} />}>
      <LoadedDrawer
        conversationId={conversationId}
        ticket={props.ticket}
        desk={desk}
        presentation={props.docked ? 'docked' : 'overlay'}
        edge={<ResizeHandle pane={pane} width={width} onWidth={setWidth} />}
        singleKeys={props.singleKeys}
        onClose={props.onClose}
        onInsertReply={props.onInsertReply}
        onOpenTicket={props.onOpenTicket}
      >
        {props.docked && props.asked > 0 && <FocusInside key={props.asked} container={pane} />}
      </LoadedDrawer>
    </ErrorBoundary>
  )
  if (!props.docked) return drawer
  return (
    <div className={styles['pane']} ref={pane} data-own-keys id="assistant">
      {drawer}
    </div>
  )
}

type LoadedDrawerProps = DrawerModule.AssistantDrawerProps & {
  /** Mounted behind the drawer, once that is there. */
  children: ReactNode
}

/**
 * The drawer as soon as its code is there: at once when it was fetched ahead. `Suspense` would keep
 * what it shows in the meantime on the screen for a third of a second.
 */
function LoadedDrawer({ children, ...props }: LoadedDrawerProps) {
  const [Drawer, setDrawer] = useState(() => loaded?.AssistantDrawer)
  const [failure, setFailure] = useState<{ error: unknown } | null>(null)
  useEffect(() => {
    if (Drawer) return
    load().then(
      (module) => setDrawer(() => module.AssistantDrawer),
      (error: unknown) => setFailure({ error }),
    )
  }, [Drawer])
  if (failure) throw failure.error
  if (!Drawer) return <Loading />
  return (
    <>
      <Drawer {...props} />
      {children}
    </>
  )
}

/** Mounted together with the drawer: moves the focus to its text box, unless it is inside already. */
function FocusInside({ container }: { container: React.RefObject<HTMLElement | null> }) {
  useEffect(() => {
    const element = container.current
    if (element === null || element.contains(document.activeElement)) return
    const target =
      element.querySelector<HTMLElement>('[data-autofocus]') ??
      element.querySelector<HTMLElement>('textarea, input, button:not([disabled])')
    target?.focus()
  }, [container])
  return null
}

function Loading() {
  return (
    <output className={styles['loading']}>
      <Loader size="sm" color="gray" /> Opening the assistant…
    </output>
  )
}

function LoadFailure({ onClose }: { onClose: () => void }) {
  return (
    <ListMessage
      icon={<IconAlertTriangle size={22} />}
      tone="failure"
      title="The assistant could not be opened"
      action={
        <div className={styles['actions']}>
          <Button onClick={() => location.reload()}>Reload the page</Button>
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
        </div>
      }
    >
      Its code did not arrive or it failed. What you wrote in the ticket is kept.
    </ListMessage>
  )
}
