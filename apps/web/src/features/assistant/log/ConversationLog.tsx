import { IconArrowDown } from '@tabler/icons-react'
import { memo, useState, useSyncExternalStore, type ReactNode, type RefCallback } from 'react'
import { useStore } from 'zustand'
import { useAssistant } from '../conversation/assistant-context.ts'
import { emptyConversation, shownReply, type Exchange } from '../conversation/conversation.ts'
import styles from './ConversationLog.module.css'
import messageStyles from '../parts/Messages.module.css'
import { ReplyMessage } from '../reply/ReplyMessage.tsx'
import type { ScrollFollower } from './attach-scroll-follow.ts'

export type ConversationLogProps = {
  readonly logRef: RefCallback<HTMLElement>
  readonly follower: Pick<ScrollFollower, 'subscribe' | 'view' | 'watchEnd'>
  readonly onJump: () => void
  /** Shown while nothing has been asked. */
  readonly children: ReactNode
}

/** Exchanges that are drawn at first; earlier ones come on demand. */
const pageSize = 20

/** The conversation. A live region elsewhere announces new text, once and whole. */
export function ConversationLog(props: ConversationLogProps) {
  const { logRef, follower, onJump, children } = props
  const { conversationId, store } = useAssistant()
  const exchanges = useStore(
    store.state,
    ({ conversations }) => (conversations[conversationId] ?? emptyConversation).exchanges,
  )
  const [pages, setPages] = useState(1)
  const hidden = Math.max(0, exchanges.length - pages * pageSize)
  // Holds a new question near the top until its answer fills the view.
  const [openedAt] = useState(() => Date.now())
  const view = useSyncExternalStore(follower.subscribe, follower.view)
  return (
    <div className={styles['frame']}>
      <div
        ref={logRef}
        role="log"
        aria-label="Conversation"
        aria-live="off"
        // The arrow keys scroll it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className={styles['scroller']}
        data-following={view.isFollowing || undefined}
      >
        <div className={styles['content']}>
          {exchanges.length === 0 && children}
          {hidden > 0 && (
            <button
              type="button"
              className={styles['earlier']}
              onClick={() => setPages((current) => current + 1)}
            >
              Show earlier messages ({hidden * 2})
            </button>
          )}
          {exchanges.slice(hidden).map((exchange, index) => (
            <ExchangeMessages
              key={exchange.id}
              exchange={exchange}
              isLast={index === exchanges.length - hidden - 1}
              openedAt={openedAt}
              watchEnd={follower.watchEnd}
            />
          ))}
        </div>
      </div>
      {view.hasMore && (
        <button
          type="button"
          className={styles['jump']}
          data-command="latest"
          onClick={({ currentTarget }) => {
            onJump()
            // It goes away with its click; whoever pressed it can go on with the arrow keys.
            const log = currentTarget.parentElement?.querySelector<HTMLElement>('[role="log"]')
            if (document.activeElement === currentTarget) log?.focus({ preventScroll: true })
          }}
        >
          <span>Jump to latest</span>
          {view.hasNew && <span className={styles['new']}>{newWords(view.newParagraphs)}</span>}
          <IconArrowDown size={15} aria-hidden />
        </button>
      )}
    </div>
  )
}

function newWords(paragraphs: number): string {
  if (paragraphs === 0) return 'new text'
  return paragraphs === 1 ? '1 new paragraph' : `${paragraphs} new paragraphs`
}

type ExchangeMessagesProps = {
  readonly exchange: Exchange
  readonly isLast: boolean
  readonly openedAt: number
  readonly watchEnd: RefCallback<HTMLElement>
}

const ExchangeMessages = memo(function ExchangeMessages(props: ExchangeMessagesProps) {
  const { exchange, isLast, openedAt, watchEnd } = props
  const reply = shownReply(exchange)
  const isAnchored = isLast && reply !== undefined && reply.startedAt >= openedAt
  return (
    <div className={styles['exchange']} data-anchored={isAnchored || undefined}>
      <div className={styles['messages']} ref={isLast ? watchEnd : undefined}>
        <article className={messageStyles['question']} dir="auto" aria-label="You">
          {exchange.question}
        </article>
        {reply && <ReplyMessage key={reply.id} exchange={exchange} reply={reply} isLast={isLast} />}
      </div>
    </div>
  )
})
