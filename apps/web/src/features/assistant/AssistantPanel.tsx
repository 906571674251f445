import type { Ticket } from '@askdesk/contracts'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { InsertReply } from '../../shared/insert-reply.ts'
import { TicketLinkContext } from '../../shared/markdown/TextWithTickets.tsx'
import { sessionEnded } from '../../shared/http/session-ended.ts'
import { Announcer } from './announcer/Announcer.tsx'
import { AssistantContext, type AssistantContextValue } from './conversation/assistant-context.ts'
import { AssistantHeader } from './AssistantHeader.tsx'
import { Composer } from './composer/Composer.tsx'
import { buildTicketContext } from './prompt/ticket-context.ts'
import { type Desk, factsNow } from './prompt/desk-facts.ts'
import { emptyConversation } from './conversation/conversation.ts'
import { ConversationLog } from './log/ConversationLog.tsx'
import type { ConversationStore } from './conversation/conversation-state.ts'
import { EmptyConversation } from './composer/EmptyConversation.tsx'
import { FaultNotice } from './fault-lab/FaultNotice.tsx'
import { FollowUps } from './composer/FollowUps.tsx'
import { Notices } from './Notices.tsx'
import type { PortkeyClient } from './api/portkey-client.ts'
import { createScrollFollower } from './log/attach-scroll-follow.ts'
import { SentPreview } from './composer/SentPreview.tsx'
import { useFaultLab } from './fault-lab/use-fault-lab.ts'
import { useProviders } from './providers/use-providers.ts'
import { keepFocus, useQuestions } from './composer/use-questions.ts'
import { createLiveRegion } from './announcer/live-region.ts'

export type AssistantPanelProps = {
  readonly conversationId: string
  readonly ticket: Ticket | null
  /** Keeps its identity while nothing in it changes. */
  readonly desk?: Desk | undefined
  readonly onClose: () => void
  readonly onInsertReply?: InsertReply | undefined
  readonly onOpenTicket?: ((id: number) => void) | undefined
  readonly store: ConversationStore
  readonly client: Pick<PortkeyClient, 'listProviders'>
}

/**
 * Everything inside the drawer, whatever the drawer is. It does not listen to the conversation as a
 * whole, or all of it would be drawn again with each piece of a reply and each key: the parts that
 * show one listen for themselves.
 */
export function AssistantPanel(props: AssistantPanelProps) {
  const { conversationId, desk, onClose, onInsertReply, onOpenTicket, store, client } = props
  const ticket = conversationId === `ticket:${props.ticket?.id}` ? props.ticket : null
  // Nothing is asked about a ticket that is not here yet, and never with another one's text.
  const isWaiting = conversationId.startsWith('ticket:') && ticket === null
  const { providers, upstream, refresh: refreshProviders } = useProviders(client)
  const includeNotes = useStore(
    store.state,
    ({ conversations }) => (conversations[conversationId] ?? emptyConversation).includeNotes,
  )
  const fence = useStore(
    store.state,
    ({ conversations }) => (conversations[conversationId] ?? emptyConversation).fence,
  )
  const hasExchanges = useStore(
    store.state,
    ({ conversations }) =>
      (conversations[conversationId] ?? emptyConversation).exchanges.length > 0,
  )
  const cleared = useStore(store.state, (state) => state.cleared[conversationId])
  const storageProblem = useStore(
    store.state,
    (state) => state.unreadable[conversationId] ?? state.storageProblem,
  )
  const [view, setView] = useState<'new' | 'preview' | 'back'>('new')
  const [follower] = useState(createScrollFollower)
  const [liveRegion] = useState(createLiveRegion)
  const lab = useFaultLab()
  const inputRef = useRef<HTMLTextAreaElement>(null)

  useEffect(() => store.open(conversationId), [store, conversationId])

  // Written anew for each question: it tells the time.
  const contextNow = useCallback(
    () => ticket && buildTicketContext(ticket, { includeNotes, fence, facts: factsNow(desk) }),
    [ticket, includeNotes, fence, desk],
  )

  const { ask, askAgain } = useQuestions({
    conversationId,
    store,
    providers,
    isWaiting,
    contextNow,
    inputRef,
    onAsked: follower.jumpToQuestion,
    fault: lab.marker,
    onFaultUsed: lab.forget,
  })

  const shared = useMemo<AssistantContextValue>(
    () => ({
      conversationId,
      store,
      providers,
      upstream,
      ask,
      isWaiting,
      askAgain,
      inputRef,
      say: liveRegion.say,
      onInsertReply,
    }),
    [
      conversationId,
      store,
      providers,
      upstream,
      ask,
      isWaiting,
      askAgain,
      liveRegion,
      onInsertReply,
    ],
  )

  const undo = (): void => {
    store.undoClear(conversationId)
    keepFocus(inputRef)
  }

  return (
    <AssistantContext value={shared}>
      <TicketLinkContext value={onOpenTicket}>
        <AssistantHeader
          ticket={ticket}
          conversationId={conversationId}
          canClear={hasExchanges}
          onClear={() => store.clear(conversationId)}
          onFaultLab={upstream === 'demo' ? lab.toggle : undefined}
          isLabOpen={lab.isOpen}
          onClose={onClose}
        />
        <Notices isDemo={upstream === 'demo'} storageProblem={storageProblem} />
        <FaultNotice
          isOpen={lab.isOpen}
          marker={lab.marker}
          onPick={lab.setMarker}
          onClose={() => {
            lab.close()
            keepFocus(inputRef)
          }}
        />
        {view === 'preview' ? (
          <SentPreview contextNow={contextNow} onClose={() => setView('back')} />
        ) : (
          <>
            <ConversationLog
              key={conversationId}
              logRef={follower.attach}
              follower={follower}
              onJump={() => follower.jumpToLatest()}
            >
              <EmptyConversation
                ticket={ticket}
                isWaiting={isWaiting}
                onAsk={ask}
                onUndo={cleared && undo}
              />
            </ConversationLog>
            <FollowUps ticket={ticket} />
            <Composer
              ticket={ticket}
              takesFocus={view === 'back'}
              onPreview={() => setView('preview')}
            />
          </>
        )}
        <Announcer liveRegion={liveRegion} onEnded={refreshProviders} onRefused={sessionEnded} />
      </TicketLinkContext>
    </AssistantContext>
  )
}
